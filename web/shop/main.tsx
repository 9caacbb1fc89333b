import "../ui/styles.css";
import { startApp } from "../ui/start-app.tsx";
import { ShopApp } from "./shop-app.tsx";

void startApp("shop", <ShopApp />);
