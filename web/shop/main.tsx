import "../ui/styles.css";
import { startConsole } from "../ui/console/start-console.tsx";
import { ShopApp } from "./shop-app.tsx";

void startConsole("shop", <ShopApp />);
