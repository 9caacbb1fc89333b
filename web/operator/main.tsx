import "../ui/styles.css";
import { startConsole } from "../ui/console/start-console.tsx";
import { OperatorApp } from "./operator-app.tsx";

void startConsole("operator", <OperatorApp />);
