import type { IdSource } from "../../src/kernel/ids.ts";
import { searchWordsOf } from "../../src/mall/search/index-words.ts";
import type { Database } from "../../src/platform/db/database.ts";
import { insertProducts, type LoadedProduct } from "./catalogue.store.ts";
import { settle } from "./cluster.store.ts";

const PER_STATEMENT = 2_000;
const SELLER_NAME = "Seller";
const CATEGORIES = ["food", "home", "beauty", "digital", "other"] as const;

/** Every fortieth product has the noun, every thirtieth the quality: words that many products share. */
const NOUNS =
  "乌龙茶 绿茶 咖啡豆 茶杯 礼盒 毛巾 雨伞 台灯 耳机 键盘 背包 水壶 牙刷 香皂 面霜 口红 饼干 月饼 坚果 蜂蜜 枕头 被套 拖鞋 袜子 围巾 手套 帽子 相框 花瓶 蜡烛 闹钟 充电宝 数据线 手机壳 鼠标 音箱 积木 拼图 风筝 跳绳".split(
    " ",
  );
const QUALITIES =
  "清香 浓香 经典 限量 便携 加厚 保温 防水 静音 无线 可爱 简约 复古 轻便 大号 小号 儿童 成人 春季 夏季 秋季 冬季 手工 天然 有机 不锈钢 陶瓷 玻璃 竹制 纯棉".split(
    " ",
  );
const SYLLABLES = "ba ce di fo gu ha je ki lo mu ne pi ro su ta ve wi xo ya zu".split(" ");
/** Some 2,000 brands: a word that a hundred of 200,000 products share. */
const BRANDS = 2_000;

export type Catalogue = {
  readonly productIds: readonly string[];
  /** Searches for a word of thousands of products, of about a hundred, and of one. */
  readonly searches: Readonly<Record<"common" | "rare" | "unique", readonly string[]>>;
};

/** Fills the mall with so many products, with the words they are found by. */
export async function loadCatalogue(
  database: Database,
  { ids, like, count }: { ids: IdSource; like: string; count: number },
): Promise<Catalogue> {
  const productIds: string[] = [];
  for (let from = 0; from < count; from += PER_STATEMENT) {
    const length = Math.min(PER_STATEMENT, count - from);
    const products = Array.from({ length }, (_, index) => {
      return productOf(from + index, ids.next("product"));
    });
    await insertProducts(database, { products, like });
    productIds.push(...products.map(({ id }) => id));
  }
  await settle(database);
  return {
    productIds,
    searches: {
      common: NOUNS,
      rare: Array.from({ length: BRANDS }, (_, index) => brandOf(index)),
      unique: Array.from({ length: BRANDS }, (_, index) => modelOf(index * 97)),
    },
  };
}

function productOf(index: number, id: string): LoadedProduct {
  const name = `${inTurn(QUALITIES, index)}${inTurn(NOUNS, index)} ${brandOf(index)} ${modelOf(index)}`;
  const description = `${inTurn(QUALITIES, index + 7)}，${inTurn(QUALITIES, index + 11)}。Number ${index % 500}.`;
  return {
    id,
    name,
    description,
    category: inTurn(CATEGORIES, index),
    points: 10 + (index % 990),
    words: searchWordsOf({ name, description }, SELLER_NAME),
  };
}

function inTurn(words: readonly string[], index: number): string {
  return words[index % words.length] ?? "";
}

/** Three syllables and no two brands alike. */
function brandOf(index: number): string {
  const brand = index % BRANDS;
  const base = SYLLABLES.length;
  const at = (place: number) => SYLLABLES[Math.floor(brand / base ** place) % base] ?? "";
  return `${at(0)}${at(1)}${at(2)}`;
}

function modelOf(index: number): string {
  return `mk${100_000 + index}`;
}
