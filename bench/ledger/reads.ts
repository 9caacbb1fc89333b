import { type Catalogue, loadCatalogue } from "./catalogue.ts";
import type { Cluster } from "./cluster.ts";
import { READS } from "./goals.ts";
import { type HttpLoad, readPhase } from "./http-phases.ts";
import type { LoadPlan } from "./load/plan.ts";
import type { Phase } from "./results.ts";
import type { Run } from "./run.ts";
import { openStage } from "./stage.ts";

/** Of as many products the load asks for each by itself. */
const PRODUCTS_ASKED_FOR = 5_000;
/** Reads do not change with the tables, so their code is warm sooner than that of awards. */
const WARM_UP_SHARE = 1 / 10;

/** What customers look at: their wallet and its movements, a product, the product list and its search. */
export async function measureReads(cluster: Cluster, http: HttpLoad, it: Run): Promise<void> {
  const { pace, profileFolder } = it.options;
  console.log(`Loading ${pace.readers} customers and ${pace.products} products …`);
  const stage = await openStage(cluster, {
    name: "reads",
    customers: pace.readers,
    postingsEach: 2,
    servers: { coalescing: 1, single: 0 },
    profileFolder,
  });
  it.closing.push(stage.close);
  const [like = ""] = stage.redeemables;
  const catalogue = await loadCatalogue(stage.database, {
    ids: stage.ids,
    like,
    count: pace.products,
  });
  const phases = phasesOf({ ...http, stage }, catalogue);
  for (const phase of phases) {
    await phase.run({ round: 0, seconds: pace.warmServersSeconds * WARM_UP_SHARE });
  }
  for (let round = 0; round < pace.rounds; round += 1) {
    await it.results.measureYardstick(it.functions.tpcb, { round, seconds: pace.tpcbSeconds });
    for (const phase of phases) {
      await it.results.measure(phase, { round, seconds: pace.goalSeconds });
    }
  }
}

function phasesOf(http: HttpLoad, { productIds, searches }: Catalogue): Phase[] {
  const step = Math.max(1, Math.floor(productIds.length / PRODUCTS_ASKED_FOR));
  const asked = productIds.filter((_, index) => index % step === 0);
  const search = (words: readonly string[]) =>
    words.map((word) => `/mall/products?q=${encodeURIComponent(word)}`);
  const paths: Record<keyof typeof READS, readonly string[]> = {
    "read wallet": ["/me/wallet"],
    "read movements": ["/me/movements"],
    "read product": asked.map((id) => `/mall/products/${id}`),
    "read list": [
      "/mall/products",
      "/mall/products?sort=points_asc",
      "/mall/products?sort=popular&category=food",
      "/mall/products?maxPoints=100&inStock=true",
    ],
    "read search common": search(searches.common),
    "read search rare": search(searches.rare),
    "read search unique": search(searches.unique),
  };
  return Object.entries(READS).map(([key, name]) => {
    const reads: LoadPlan["reads"] = {
      paths: paths[key as keyof typeof READS],
      isSignedIn: key === "read wallet" || key === "read movements",
    };
    return readPhase(http, { key, label: `reads: ${name}, 64 connections`, reads });
  });
}
