const CONSOLES = ["shop", "seller", "operator"];

/** The built page that shows a path: each console has its own, everything else is the mall. */
export function pageOf(path: string): string {
  const [, area = ""] = path.split("/");
  return CONSOLES.includes(area) ? `${area}/index.html` : "index.html";
}
