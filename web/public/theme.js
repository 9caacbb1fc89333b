// Runs before the first paint, so that a remembered theme never flashes. The page's policy forbids
// inline scripts, hence a file.
(() => {
  try {
    const theme = localStorage.getItem("tongdui.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    const locale = localStorage.getItem("tongdui.locale");
    if (locale === "en" || locale === "zh-CN") document.documentElement.lang = locale;
  } catch {
    // Private windows may refuse storage; the system's theme holds then.
  }
})();
