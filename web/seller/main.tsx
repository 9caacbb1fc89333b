import "../ui/styles.css";
import { startConsole } from "../ui/console/start-console.tsx";
import { SellerApp } from "./seller-app.tsx";

void startConsole("seller", <SellerApp />);
