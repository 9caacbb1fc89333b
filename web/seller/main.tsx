import "../ui/styles.css";
import { startApp } from "../ui/start-app.tsx";
import { SellerApp } from "./seller-app.tsx";

void startApp("seller", <SellerApp />);
