import "../ui/styles.css";
import { startApp } from "../ui/start-app.tsx";
import { OperatorApp } from "./operator-app.tsx";

void startApp("operator", <OperatorApp />);
