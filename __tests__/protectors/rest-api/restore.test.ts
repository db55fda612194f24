import { describe, expect, test } from "vitest";
import { restApi } from "../../../modules/protectors/rest-api/protector.ts";
import { perform, reasons, titles } from "../../support/made-plan.ts";
import {
  API,
  account,
  captured,
  EXECUTE,
  ID,
  keptApi,
  makeIn,
  placeOf,
  plan,
  portsOf,
  region,
  VALUE,
} from "./made-api.ts";

const ORIGIN = "zonekeep:origin";
const RUN = "20260101T000000Z-0badcafe";
const POINT = `${account}/${region}/points/rest-api/${ID}/${RUN}.json`;
const ANYBODY = {
  Version: "2012-10-17",
  Statement: [
    { Sid: "all", Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" },
  ],
};

describe("a REST API that is gone", () => {
  test("comes back under the ids that AWS draws, which all that others call it and its authorizers by follows", async () => {
    const { document, secrets } = await keptApi();
    const place = placeOf();
    const planned = await plan(place, document, { secrets, point: POINT });
    const ids = await perform(planned);
    const [made] = [...place.gateway.apis.values()];
    const id = made?.api.id;
    const [authorizer] = [...(made?.authorizers.keys() ?? [])];
    const was = document.authorizerIds?.check;
    expect(ids.get(API)).toBe(`arn:aws:apigateway:${region}::/restapis/${id}`);
    expect(ids.get(`${EXECUTE}/authorizers/${was}`)).toBe(
      `arn:aws:execute-api:${region}:${account}:${id}/authorizers/${authorizer}`,
    );
    expect(made?.stages.size).toBe(0);
    expect(made?.api.tags?.[ORIGIN]).toMatch(new RegExp(`^${account}/${region}/${ID} deployed \\w+$`));
    const again = await plan(place, document, { secrets, point: POINT });
    expect(again.ids.get(`${EXECUTE}/authorizers/${was}`)).toContain(`/authorizers/${authorizer}`);
    expect(again.steps.filter(({ effect }) => effect !== "keep")).toEqual([]);
  });

  test("is made anew beside one that somebody marked who is older than the point", async () => {
    const { document } = await keptApi();
    const place = placeOf();
    const later = `${account}/${region}/points/rest-api/${ID}/20300101T000000Z-0badcafe.json`;
    place.gateway.have("theirs0001", {
      ...{ name: "theirs", tags: { [ORIGIN]: `${account}/${region}/${ID} from 20300101T000000Z-0badcafe` } },
    });
    expect((await plan(place, document, { point: later })).live).toBe("absent");
  });

  test("is blocked where two say that they stand for it, and both are named", async () => {
    const { document } = await keptApi();
    const place = placeOf();
    for (const id of ["first00001", "second0001"])
      place.gateway.have(id, { name: "orders", tags: { [ORIGIN]: `${account}/${region}/${ID}` } });
    expect(reasons(await plan(place, document, { replace: true }))).toEqual([
      `live: REST API orders (${ID}): APIs first00001, second0001 are all tagged zonekeep:origin as what a restore has made of it`,
    ]);
    const mapped = await plan(place, document, {
      replace: true,
      map: { [API]: `${API.slice(0, -ID.length)}second0001` },
    });
    expect(reasons(mapped)).toEqual([]);
  });

  test("is gone on with by its mark alone where nothing answers yet: one with a stage is somebody's", async () => {
    const { document } = await keptApi();
    const place = placeOf();
    place.gateway.have("theirs0001", {
      ...{ name: "orders", tags: { [ORIGIN]: `${account}/${region}/${ID} from ${RUN}` } },
    });
    expect((await plan(place, document, { point: POINT })).live).toBe("ours");
    expect(await restApi.begun?.(portsOf(place), ID)).toBe(POINT);
    makeIn(place, "another001");
    place.gateway.api("theirs0001").stages.set("theirs", { stageName: "theirs" });
    expect((await plan(place, document, { point: POINT })).live).toBe("there");
  });
});

test("a path of a domain name comes back by arm where it is free; one of several levels, or of a domain that is not there, is left to a person", async () => {
  const { document } = await keptApi();
  const place = placeOf();
  place.gateway.domains.set("eu.example.com", new Map());
  const mappings = [
    { domain: "api.example.com", basePath: "shop", stage: "prod" },
    { domain: "api.example.com", basePath: "v1/shop", stage: "prod" },
    { domain: "gone.example.com", basePath: "(none)", stage: "prod" },
  ];
  const planned = await plan(
    place,
    { ...document, mappings },
    { map: { "api.example.com": "eu.example.com" } },
  );
  expect(planned.atArm?.map(({ title }) => title)).toContain(
    `map eu.example.com/shop to REST API orders (${ID})`,
  );
  expect(planned.leftOut).toEqual([
    expect.stringContaining("eu.example.com/v1/shop"),
    expect.stringContaining("custom domain gone.example.com"),
  ]);
});

describe("what lets somebody in", () => {
  test("of a policy that lets anybody in comes back only when that is said; one that is there already is no news", async () => {
    const { document } = await keptApi();
    const open = { ...document, policy: ANYBODY };
    expect(reasons(await plan(placeOf(), open))).toEqual([
      `public: statement all of the policy of REST API orders (${ID}) lets anybody use it`,
    ]);
    expect(reasons(await plan(placeOf(), open, { allowPublic: true }))).toEqual([]);
    const place = placeOf();
    makeIn(place);
    place.gateway.UpdateRestApi({
      restApiId: ID,
      patchOperations: [{ op: "replace", path: "/policy", value: JSON.stringify(ANYBODY) }],
    });
    const { document: now, secrets } = await captured(place);
    expect(reasons(await plan(place, now, { secrets }))).toEqual([]);
  });

  test("a policy comes back without roles that were deleted, which AWS would refuse", async () => {
    const { document } = await keptApi();
    const [statement] = ANYBODY.Statement;
    const gone = { ...statement, Sid: "gone", Principal: { AWS: "AROAEXAMPLEEXAMPLE123" } };
    const role = { ...statement, Principal: { AWS: `arn:aws:iam::${account}:role/partner` } };
    const place = placeOf();
    const planned = await plan(place, { ...document, policy: { ...ANYBODY, Statement: [gone, role] } });
    expect(planned.warnings.join()).toContain("AROAEXAMPLEEXAMPLE123");
    await perform(planned);
    const [made] = [...place.gateway.apis.values()];
    expect(made?.api.policy).toContain("role/partner");
    expect(made?.api.policy).not.toContain("AROA");
  });

  test("an API key is the one of the same value: no other that somebody marked as it takes its place", async () => {
    const { document, secrets } = await keptApi();
    const place = placeOf();
    const tags = { [ORIGIN]: `${account}/${region}/key0000001` };
    place.gateway.haveKey("theirs0001", { name: "theirs", value: "somebody-elses-own-value", tags });
    const planned = await plan(place, document, { secrets });
    expect(titles(planned)).toContain("create: create API key partner (key0000001)");
    await perform(planned);
    const made = [...place.gateway.keys.values()].find(({ value }) => value === VALUE);
    expect([...place.gateway.plans.values()].map(({ keys }) => [...keys])).toEqual([[made?.id]]);
    const other = placeOf();
    other.gateway.haveKey("kept000001", { name: "partner", value: VALUE, enabled: true });
    expect(titles(await plan(other, document, { secrets }))).toContain(
      "keep: use API key partner (key0000001)",
    );
  });
});

test("a plan names the methods that come open to anybody, unless a policy bounds them or a browser asks before", async () => {
  const { document, secrets } = await keptApi();
  const change = (settings: object) =>
    document.resources.map((one) => ({
      ...one,
      methods: Object.fromEntries(
        Object.entries(one.methods).flatMap(([verb, { authorizer: _none, ...method }]) =>
          [verb, "OPTIONS"].map((each) => [
            each,
            { ...method, settings: { ...method.settings, ...settings } },
          ]),
        ),
      ),
    }));
  const open = { ...document, resources: change({ authorizationType: "NONE", apiKeyRequired: false }) };
  const told = `REST API orders (${ID}): anybody may call GET /orders once it is armed: nothing that it has asks who calls`;
  const warnings = async (one: typeof document) =>
    (await plan(placeOf(), one, { secrets, point: POINT })).warnings.filter((text) => /anybody/.test(text));
  expect(await warnings(document)).toEqual([]);
  expect(await warnings(open as typeof document)).toEqual([told]);
  const keyed = { ...document, resources: change({ authorizationType: "NONE" }) };
  expect(await warnings(keyed as typeof document)).toEqual([]);
  const bounded = { ...open, policy: { ...ANYBODY, Statement: [] } };
  expect(await warnings(bounded as typeof document)).toEqual([]);
});
