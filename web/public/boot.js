// Runs before everything else. The page's policy forbids inline scripts, hence a file.
(() => {
  // Before the first paint, so that a remembered theme never flashes.
  try {
    const theme = localStorage.getItem("tongdui.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    const locale = localStorage.getItem("tongdui.locale");
    if (locale === "en" || locale === "zh-CN") document.documentElement.lang = locale;
  } catch {
    // Private windows may refuse storage; the system's theme holds then.
  }

  // The catalogues of texts may be what did not arrive, so both languages are here.
  const texts = [
    ["页面未能加载", "请检查网络后重试，已提交的内容不会丢失。", "重新加载"],
    [
      "The page did not load",
      "Check your network and try again. What you submitted is safe.",
      "Reload",
    ],
  ];

  /** The code of the page did not arrive, so nothing was drawn. */
  function showFailure() {
    const root = document.getElementById("root");
    if (root === null || root.childElementCount > 0) return;
    const main = document.createElement("main");
    main.setAttribute("role", "alert");
    main.style.cssText =
      "font: 16px/1.6 system-ui, sans-serif; padding: 15vh 24px; text-align: center";
    for (const [title, hint, action] of texts) {
      const [heading, line, button] = ["h1", "p", "button"].map((tag) =>
        document.createElement(tag),
      );
      heading.textContent = title;
      heading.style.fontSize = "20px";
      line.textContent = hint;
      button.textContent = action;
      button.style.cssText =
        "font: inherit; min-height: 44px; padding: 0 24px; margin: 8px 0 32px; border: 1px solid; border-radius: 22px";
      button.addEventListener("click", () => location.reload());
      main.append(heading, line, button);
    }
    root.append(main);
  }

  // An error of a script that did not arrive is not passed upwards, so it is caught on its way down.
  addEventListener(
    "error",
    (event) => event.target instanceof HTMLScriptElement && showFailure(),
    true,
  );
  addEventListener("unhandledrejection", showFailure);
})();
