import { useSearchParams } from "wouter";
import { useT } from "../../i18n/index.ts";
import { Card } from "../../ui/index.ts";
import { PageTitle } from "../page-title.tsx";
import ConvertPanel from "./convert-panel.tsx";

export default function ConvertPage() {
  const t = useT();
  const [params] = useSearchParams();
  return (
    <div className="mx-auto max-w-xl">
      <PageTitle title={t("mall.convert.title")} back="/wallet" />
      <Card className="p-5">
        <ConvertPanel shopId={params.get("shop")} />
      </Card>
    </div>
  );
}
