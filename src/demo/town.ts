// The people, shops and sellers of a small street. Everything here is invented.

export const DEMO_PASSWORD = "demo-tongdui-2026";

export const PEOPLE = {
  operator: { login: "operator@tongdui.demo", displayName: "商场运营 Operator" },
  lin: { login: "lin@tongdui.demo", displayName: "林小满 Lin" },
  zhou: { login: "zhou@tongdui.demo", displayName: "周远 Zhou" },
  noodles: { login: "noodles@tongdui.demo", displayName: "马师傅 Ma" },
  cashier: { login: "till@tongdui.demo", displayName: "小马 Till" },
  coffee: { login: "coffee@tongdui.demo", displayName: "江半山 Jiang" },
  fruit: { login: "fruit@tongdui.demo", displayName: "何鲜 He" },
  bakery: { login: "bakery@tongdui.demo", displayName: "麦香 Mai" },
  tea: { login: "tea@tongdui.demo", displayName: "云岭 Yunling" },
  sound: { login: "sound@tongdui.demo", displayName: "极声 Jisheng" },
  home: { login: "home@tongdui.demo", displayName: "棉朵 Mianduo" },
  fresh: { login: "fresh@tongdui.demo", displayName: "江南 Jiangnan" },
} as const;
export type PersonName = keyof typeof PEOPLE;

type DemoRule = { kind: "per_unit" | "bundles"; parameters: object };
type DemoShop = {
  owner: PersonName;
  name: string;
  colour: string;
  description: string;
  /** Absent: the shop has applied and waits to be approved. */
  opened?: { ratio: [shopPoints: number, mallPoints: number]; depositFen: number };
  products: { name: string; barcode: string; price: number; category: string; rule?: DemoRule }[];
};

const pair = (one: number, two: number): DemoRule => ({
  kind: "bundles",
  parameters: {
    bundles: [
      { quantity: 1, points: one },
      { quantity: 2, points: two },
    ],
  },
});
const each = (points: number): DemoRule => ({ kind: "per_unit", parameters: { points } });

export const SHOPS: readonly DemoShop[] = [
  {
    owner: "noodles",
    name: "兰记牛肉面 Lan's Noodles",
    colour: "#a63d17",
    description: "现拉现煮，二十年老汤。Hand-pulled noodles since 2004.",
    opened: { ratio: [10, 3], depositFen: 500_000 },
    products: [
      {
        name: "牛肉拉面 Beef noodles",
        barcode: "6900001000011",
        price: 1800,
        category: "noodles",
        rule: pair(10, 30),
      },
      {
        name: "加肉牛肉面 Double beef noodles",
        barcode: "6900001000028",
        price: 2600,
        category: "noodles",
        rule: pair(20, 50),
      },
      {
        name: "凉拌黄瓜 Cucumber salad",
        barcode: "6900001000035",
        price: 800,
        category: "sides",
        rule: each(5),
      },
      {
        name: "酸梅汤 Plum juice",
        barcode: "6900001000042",
        price: 600,
        category: "drinks",
        rule: each(3),
      },
    ],
  },
  {
    owner: "coffee",
    name: "半山咖啡 Halfway Coffee",
    colour: "#5b4636",
    description: "自家烘焙，每周新豆。Roasted here, new beans every week.",
    opened: { ratio: [100, 45], depositFen: 300_000 },
    products: [
      {
        name: "手冲咖啡 Pour-over",
        barcode: "6900002000010",
        price: 3200,
        category: "coffee",
        rule: pair(100, 300),
      },
      {
        name: "拿铁 Latte",
        barcode: "6900002000027",
        price: 2800,
        category: "coffee",
        rule: each(80),
      },
      {
        name: "桂花乌龙 Osmanthus oolong",
        barcode: "6900002000034",
        price: 2400,
        category: "tea",
        rule: each(60),
      },
    ],
  },
  {
    owner: "fruit",
    name: "鲜果时光 Fresh Fruit",
    colour: "#1f6f43",
    description: "当季水果，现切现卖。What is ripe today.",
    opened: { ratio: [1, 1], depositFen: 100_000 },
    products: [
      {
        name: "阳光玫瑰葡萄 Shine muscat 500g",
        barcode: "6900003000019",
        price: 3900,
        category: "fruit",
        rule: each(12),
      },
      {
        name: "赣南脐橙 Navel oranges 1kg",
        barcode: "6900003000026",
        price: 1600,
        category: "fruit",
        rule: pair(4, 10),
      },
    ],
  },
  {
    owner: "bakery",
    name: "麦香面包房 Maixiang Bakery",
    colour: "#8a5a00",
    description: "等待商场审核。Waiting for approval.",
    products: [
      { name: "海盐卷 Sea-salt roll", barcode: "6900004000018", price: 900, category: "bread" },
    ],
  },
];

type DemoProduct = {
  name: string;
  description: string;
  category: string;
  points: number;
  cash?: number;
  stock: number;
  kind?: "physical" | "pickup" | "voucher";
};
type DemoSeller = {
  owner: PersonName;
  name: string;
  colour: string;
  description: string;
  approved: boolean;
  products: DemoProduct[];
};

export const SELLERS: readonly DemoSeller[] = [
  {
    owner: "tea",
    name: "云岭茶社 Yunling Tea",
    colour: "#2f6b3f",
    description: "海拔一千六百米的茶园。Tea from 1,600 metres.",
    approved: true,
    products: [
      {
        name: "高山乌龙茶礼盒 250g Oolong gift box",
        description:
          "清香型高山乌龙，两罐装，附品鉴卡。Two tins of high-mountain oolong with a tasting card.",
        category: "tea",
        points: 1280,
        stock: 40,
      },
      {
        name: "茉莉花茶 100g Jasmine tea",
        description: "七窨一提，花香入骨。Scented seven times with fresh jasmine.",
        category: "tea",
        points: 320,
        stock: 120,
      },
      {
        name: "紫砂品茗杯一对 Pair of tea cups",
        description: "宜兴紫砂，手工成型。Hand-shaped Yixing clay.",
        category: "home",
        points: 860,
        stock: 15,
      },
      {
        name: "手冲咖啡入门套装 Pour-over starter set",
        description: "滤杯、分享壶、一百张滤纸。Dripper, server and a hundred filters.",
        category: "tea",
        points: 2350,
        stock: 8,
      },
      {
        name: "茶席体验券 Tea tasting for two",
        description:
          "到店出示取货码，两人一席九十分钟。Ninety minutes for two; show the pick-up code.",
        category: "voucher",
        points: 450,
        stock: 30,
        kind: "pickup",
      },
    ],
  },
  {
    owner: "sound",
    name: "极声数码 Jisheng Digital",
    colour: "#2b4c9b",
    description: "只卖自己也在用的。Only what we use ourselves.",
    approved: true,
    products: [
      {
        name: "降噪蓝牙耳机 Pro Noise-cancelling headphones",
        description: "主动降噪，续航四十小时。Active noise cancelling, forty hours.",
        category: "digital",
        points: 8600,
        cash: 9900,
        stock: 12,
      },
      {
        name: "磁吸充电宝 5000mAh Magnetic power bank",
        description: "贴上即充，随身轻薄。Snap on and charge.",
        category: "digital",
        points: 1990,
        stock: 25,
      },
      {
        name: "智能体脂秤 Smart scale",
        description: "十三项身体数据。Thirteen measures of you.",
        category: "sports",
        points: 1680,
        stock: 18,
      },
      {
        name: "桌面小音箱 Desk speaker",
        description: "木壳小音箱，声音不小。Small wooden box, honest sound.",
        category: "digital",
        points: 2680,
        stock: 0,
      },
    ],
  },
  {
    owner: "home",
    name: "棉朵家居 Mianduo Home",
    colour: "#7a3e6d",
    description: "让家软一点。A softer home.",
    approved: true,
    products: [
      {
        name: "纯棉四件套·雾蓝 Cotton bedding, mist blue",
        description: "六十支长绒棉，一米八床适用。Sixty-count long-staple cotton for a 1.8 m bed.",
        category: "home",
        points: 5200,
        cash: 5900,
        stock: 9,
      },
      {
        name: "亚麻围裙 Linen apron",
        description: "越洗越软。Softer with every wash.",
        category: "home",
        points: 680,
        stock: 33,
      },
      {
        name: "儿童绘本年卡 Picture-book year card",
        description: "每月一册，邮寄到家。One book a month, by post.",
        category: "books",
        points: 990,
        stock: 50,
      },
      {
        name: "小象水杯 Elephant cup",
        description: "三百毫升，圆边不磕嘴。300 ml with a round rim.",
        category: "baby",
        points: 260,
        stock: 80,
      },
    ],
  },
  {
    owner: "fresh",
    name: "江南鲜生 Jiangnan Fresh",
    colour: "#9a3412",
    description: "等待商场审核。Waiting for approval.",
    approved: false,
    products: [
      {
        name: "阳澄湖大闸蟹券 6 只 Hairy crab voucher",
        description: "九月起凭券提货。From September.",
        category: "food",
        points: 4680,
        stock: 20,
      },
    ],
  },
];

/** Receipts of the last weeks: shop owner, buyer, days ago, product index → quantity. */
export const SALES: readonly {
  shop: PersonName;
  buyer: PersonName | null;
  daysAgo: number;
  lines: readonly (readonly [product: number, quantity: number])[];
}[] = [
  {
    shop: "noodles",
    buyer: "lin",
    daysAgo: 27,
    lines: [
      [0, 2],
      [2, 1],
    ],
  },
  {
    shop: "coffee",
    buyer: "lin",
    daysAgo: 24,
    lines: [
      [0, 2],
      [1, 1],
    ],
  },
  {
    shop: "noodles",
    buyer: "zhou",
    daysAgo: 22,
    lines: [
      [1, 2],
      [3, 2],
    ],
  },
  { shop: "fruit", buyer: "lin", daysAgo: 20, lines: [[0, 30]] },
  { shop: "coffee", buyer: "lin", daysAgo: 15, lines: [[0, 12]] },
  { shop: "noodles", buyer: "lin", daysAgo: 12, lines: [[0, 40]] },
  { shop: "coffee", buyer: "zhou", daysAgo: 9, lines: [[1, 3]] },
  { shop: "fruit", buyer: null, daysAgo: 8, lines: [[1, 2]] },
  {
    shop: "fruit",
    buyer: "lin",
    daysAgo: 5,
    lines: [
      [0, 70],
      [1, 4],
    ],
  },
  {
    shop: "noodles",
    buyer: "lin",
    daysAgo: 2,
    lines: [
      [1, 2],
      [3, 1],
    ],
  },
  { shop: "coffee", buyer: "lin", daysAgo: 1, lines: [[2, 2]] },
];

/** What Lin converted already, so that the wallet has a history: shop owner → shop points. */
export const CONVERSIONS: readonly { shop: PersonName; points: number }[] = [
  { shop: "fruit", points: 1000 },
  { shop: "coffee", points: 1500 },
];

/** What Lin ordered already: seller owner, product index, quantity, and how far the order came. */
export const ORDERS: readonly {
  seller: PersonName;
  product: number;
  quantity: number;
  until: "placed" | "completed";
}[] = [
  { seller: "tea", product: 1, quantity: 2, until: "completed" },
  { seller: "home", product: 3, quantity: 1, until: "placed" },
];
