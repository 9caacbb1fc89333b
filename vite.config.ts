import { join } from "node:path";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";

const root = join(import.meta.dirname, "web");
const areas = ["shop", "seller", "operator"] as const;
const server = process.env.TONGDUI_ORIGIN ?? "http://localhost:3000";

/** In development a path within an area is answered by that area's page, as the server does it. */
function areaPages(): Plugin {
  return {
    name: "area-pages",
    configureServer(dev) {
      dev.middlewares.use((request, _, next) => {
        const [path = "/"] = (request.url ?? "/").split("?");
        const area = areas.find((name) => path === `/${name}` || path.startsWith(`/${name}/`));
        const isPage = request.headers.accept?.includes("text/html") === true;
        if (isPage && area !== undefined) request.url = `/${area}/index.html`;
        next();
      });
    },
  };
}

/** Builds web/service-worker/sw.ts and fills in what it keeps: everything that was built. */
function serviceWorker() {
  return VitePWA({
    strategies: "injectManifest",
    srcDir: "service-worker",
    filename: "sw.ts",
    // The pages register it themselves, after they were drawn.
    injectRegister: false,
    manifest: false,
    injectManifest: { globPatterns: ["**/*.{js,css,html,svg,webmanifest}"] },
  });
}

/** Four pages, one bundle each; what they share is fetched once. */
export default defineConfig({
  root,
  plugins: [react(), tailwind(), areaPages(), serviceWorker()],
  build: {
    outDir: join(import.meta.dirname, "dist/web"),
    emptyOutDir: true,
    target: ["chrome123", "edge123", "firefox121", "safari17.5"],
    rolldownOptions: {
      input: {
        mall: join(root, "index.html"),
        ...Object.fromEntries(areas.map((area) => [area, join(root, area, "index.html")])),
      },
    },
  },
  server: {
    proxy: { "/api": server, "/pictures": server },
  },
});
