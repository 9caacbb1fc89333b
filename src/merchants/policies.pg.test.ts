import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ratio } from "../kernel/ratio.ts";
import { type Mall, openMall } from "./testing/open-mall.ts";

let mall: Mall;
beforeAll(async () => {
  mall = await openMall();
});
afterAll(() => mall.close());

const read = async () => (await mall.call("stf_support", "GET /operator/policies")).body;
const change = (body: object, as = "stf_admin") => mall.call(as, "PUT /operator/policies", body);

describe("policies", () => {
  test("start with the defaults", async () => {
    expect(await read()).toEqual({
      version: 1,
      pointValueFen: 1,
      shopPointsExpireDays: 365,
      mallPointsExpireDays: 730,
      graceDays: 14,
      timeZone: "Asia/Shanghai",
      ratioMinimum: { shopPoints: 1_000_000, mallPoints: 1 },
      ratioMaximum: { shopPoints: 1, mallPoints: 1_000_000 },
      conversionFeeBasisPoints: 0,
      commissionBasisPoints: 0,
      verificationMethods: ["face", "passkey"],
      verificationWindowSeconds: 300,
      quoteHoldSeconds: 120,
      orderReturnDays: 7,
      saleReturnDays: 0,
      faceLoginAllowed: true,
      faceAcceptAt: 550,
      faceOfferPasskeyAt: 450,
      faceRetentionDays: 365,
      validFrom: expect.any(String),
    });
  });

  test("change by a new version that holds at once, and is logged", async () => {
    const { version } = await read();
    const changed = await change({ commissionBasisPoints: 250, mallPointsExpireDays: 365 });
    expect(changed).toMatchObject({
      status: 200,
      body: {
        version: Number(version) + 1,
        commissionBasisPoints: 250,
        mallPointsExpireDays: 365,
        shopPointsExpireDays: 365,
      },
    });
    expect(await read()).toEqual(changed.body);
    expect(await mall.merchants.policies(mall.database)).toMatchObject({
      version: Number(version) + 1,
      commissionBasisPoints: 250,
      ratioMinimum: ratio(1_000_000n, 1n),
    });
    const log = await mall.call("stf_support", "GET /operator/log?limit=1");
    expect(log.body.items).toMatchObject([
      {
        action: "policies_changed",
        about: null,
        by: "stf_admin",
        changes: [
          { name: "commissionBasisPoints", before: "0", after: "250" },
          { name: "mallPointsExpireDays", before: "730", after: "365" },
        ],
      },
    ]);
  });

  test("keep every version as it was", async () => {
    const rows = () => mall.database.query("select * from policy_version where version = 1");
    const before = await rows();
    await change({ pointValueFen: 3 });
    expect(await rows()).toEqual(before);
  });

  test("make no version of a change that changes nothing", async () => {
    const before = await read();
    expect((await change({})).body).toEqual(before);
    expect((await change({ quoteHoldSeconds: before.quoteHoldSeconds })).body).toEqual(before);
  });

  test("number changes that come at once one after the other, and lose none", async () => {
    const before = Number((await read()).version);
    const changes = [
      { conversionFeeBasisPoints: 11 },
      { quoteHoldSeconds: 111 },
      { orderReturnDays: 11 },
      ...Array.from({ length: 9 }, (_, index) => ({ shopPointsExpireDays: 100 + index })),
    ];
    const answers = await Promise.all(changes.map((one) => change(one)));
    const versions = answers.map(({ body }) => Number(body.version));
    expect(versions.sort((left, right) => left - right)).toEqual(
      changes.map((_, index) => before + 1 + index),
    );
    expect(await read()).toMatchObject({
      conversionFeeBasisPoints: 11,
      quoteHoldSeconds: 111,
      orderReturnDays: 11,
    });
  });

  test.each([
    ["a point worth nothing", { pointValueFen: 0 }, "/pointValueFen"],
    [
      "a fee of more than everything",
      { conversionFeeBasisPoints: 10_001 },
      "/conversionFeeBasisPoints",
    ],
    ["a bound with no side", { ratioMinimum: { shopPoints: 1 } }, "/ratioMinimum/mallPoints"],
    [
      "a bound of nothing",
      { ratioMinimum: { shopPoints: 0, mallPoints: 1 } },
      "/ratioMinimum/shopPoints",
    ],
    [
      "bounds that cross",
      { ratioMaximum: { shopPoints: 1_000_001, mallPoints: 1 } },
      "/ratioMaximum",
    ],
    ["no way to verify", { verificationMethods: [] }, "/verificationMethods"],
    ["the same way twice", { verificationMethods: ["face", "face"] }, "/verificationMethods"],
    ["an unknown way", { verificationMethods: ["voice"] }, "/verificationMethods/0"],
    ["half a day", { orderReturnDays: 0.5 }, "/orderReturnDays"],
    ["any face at all", { faceAcceptAt: 299 }, "/faceAcceptAt"],
    ["accepting before asking", { faceAcceptAt: 400 }, "/faceAcceptAt"],
    ["templates for a week", { faceRetentionDays: 7 }, "/faceRetentionDays"],
    ["a version of its own", { version: 9 }, "/version"],
  ])("refuse %s, and stay", async (_, body, pointer) => {
    const before = await read();
    const refused = await change(body);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect(await read()).toEqual(before);
  });

  test("are an admin's to change", async () => {
    const statuses = [];
    for (const as of ["stf_finance", "stf_support", "cus_lin"]) {
      statuses.push((await change({ pointValueFen: 9 }, as)).status);
    }
    expect(statuses).toEqual([403, 403, 403]);
  });
});
