import "../ui/styles.css";
import "./mall.css";
import { startApp } from "../ui/start-app.tsx";
import { App } from "./app.tsx";

await startApp("mall", <App />);
