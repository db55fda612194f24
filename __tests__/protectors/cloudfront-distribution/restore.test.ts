import { describe, expect, test } from "vitest";
import { perform, reasons, titles } from "../../support/made-plan.ts";
import { ARN, account, arm, disarm, distributionOf, ID, LAMBDA, placeOf, plan, THERE } from "./place.ts";

const LABEL = `distribution ${ID} (www.example.com)`;
const made = [
  "create: create CloudFront function checks",
  "create: publish CloudFront function checks",
  "keep: use cache policy own-policy",
  `create: create ${LABEL}, disabled`,
];

describe("a distribution that is gone", () => {
  test("is made disabled, after the functions that it names, and what has to follow its new names is told", async () => {
    const place = placeOf();
    const planned = await plan(place, distributionOf());
    expect([titles(planned), planned.live]).toEqual([made, "absent"]);
    expect(planned.warnings).toEqual([
      `${LABEL} comes back under another id and another name than e1shop.cloudfront.net: DNS records that lead to that name, and policies of buckets and functions that name ${ARN}, have to follow`,
    ]);
    const ids = await perform(planned);
    const [id = "", found] = [...place.cloudfront.distributions][0] ?? [];
    expect(ids.get(ARN)).toBe(`arn:aws:cloudfront::${account}:distribution/${id}`);
    expect(ids.get("e1shop.cloudfront.net")).toBe(found?.domain);
    expect(found?.tags).toEqual({ team: "shop", "zonekeep:origin": `${account}/us-east-1/${ID}` });
    expect(found?.config.Enabled).toBe(false);
    const notes: string[] = [];
    expect(await arm(place, planned, ids, notes)).toEqual([`written: enable ${LABEL}`]);
    expect(notes).toEqual([
      `${LABEL} answers as ${found?.domain}, once CloudFront has brought it to its edges: within minutes`,
    ]);
    expect(await disarm(place, planned, ids)).toHaveLength(1);
    expect(place.cloudfront.distributions.get(id)?.config.Enabled).toBe(false);
  });

  test("that answered nobody is armed by nothing", async () => {
    const place = placeOf();
    const planned = await plan(place, distributionOf({}, { enabled: false }));
    expect(planned.atArm).toEqual([]);
    expect(planned.warnings).toContain(
      `${LABEL} was disabled when it was captured, and arm does not enable it: zonekeep history cloudfront-distribution/${ID} tells the points of when it answered, for --point RUN`,
    );
    expect(await arm(place, planned, await perform(planned))).toEqual([]);
  });

  test("calls the versions that its functions have now", async () => {
    const place = placeOf();
    const planned = await plan(place, distributionOf());
    const ids = new Map([...planned.ids, [`${LAMBDA}:7`, `${LAMBDA}:9`]]);
    for (const { perform } of planned.steps) await perform?.(ids);
    const [found] = place.cloudfront.distributions.values();
    const [call] = found?.config.DefaultCacheBehavior?.LambdaFunctionAssociations?.Items ?? [];
    expect(call?.LambdaFunctionARN).toBe(`${LAMBDA}:9`);
  });

  test("of whose versions one did not come back is not made", async () => {
    const planned = await plan(placeOf(), distributionOf());
    const ids = new Map([...planned.ids, [`${LAMBDA}:8`, `${LAMBDA}:9`]]);
    const create = planned.steps.at(-1);
    await expect(create?.perform?.(ids)).rejects.toThrow(
      "version 7 of a function that it calls did not come back",
    );
  });

  test("needs the policies that it names", async () => {
    const place = placeOf();
    place.cloudfront.absent.add("own-policy");
    expect(reasons(await plan(place, distributionOf()))).toEqual([
      `prerequisite: cache policy own-policy of ${LABEL} is not there`,
    ]);
    expect(reasons(await plan(place, distributionOf(), { map: { "own-policy": "other-policy" } }))).toEqual(
      [],
    );
  });

  test("needs what its origins are let in by, and goes by the ids that the map gives these", async () => {
    const OriginAccessIdentity = "origin-access-identity/cloudfront/E1OAI";
    const Items = [
      { Id: "shop", DomainName: "shop.example.com", OriginAccessControlId: "E1OAC" },
      { Id: "old", DomainName: "old.s3.amazonaws.com", S3OriginConfig: { OriginAccessIdentity } },
      { Id: "vpc", DomainName: "in.example.com", VpcOriginConfig: { VpcOriginId: "vo_1" } },
    ];
    const document = distributionOf({ Origins: { Quantity: 3, Items } });
    const place = placeOf();
    for (const id of ["E1OAC", "E1OAI", "vo_1"]) place.cloudfront.absent.add(id);
    expect(reasons(await plan(place, document))).toEqual([
      `prerequisite: origin access control E1OAC of ${LABEL} is not there`,
      `prerequisite: origin access identity E1OAI of ${LABEL} is not there`,
      `prerequisite: VPC origin vo_1 of ${LABEL} is not there`,
    ]);
    const map = { E1OAC: "E2OAC", E1OAI: "E2OAI", vo_1: "vo_2" };
    await perform(await plan(place, document, { map }));
    const [found] = place.cloudfront.distributions.values();
    expect(found?.config.Origins?.Items).toMatchObject([
      { OriginAccessControlId: "E2OAC" },
      { S3OriginConfig: { OriginAccessIdentity: "origin-access-identity/cloudfront/E2OAI" } },
      { VpcOriginConfig: { VpcOriginId: "vo_2" } },
    ]);
  });

  test("gives no name that another distribution has, unless it is left out or another one is named", async () => {
    const place = placeOf();
    const { config } = distributionOf({ DefaultCacheBehavior: { TargetOriginId: "shop" } });
    place.cloudfront.have("E2OTHER", { ...config, CallerReference: "x", Enabled: true } as never);
    expect(reasons(await plan(place, distributionOf()))).toEqual([
      `live: alternate domain name www.example.com of ${LABEL} belongs to distribution E2OTHER`,
    ]);
    const map = { "www.example.com": "new.example.com" };
    expect(reasons(await plan(place, distributionOf(), { map }))).toEqual([]);
    const skip = new Set(["alias/www.example.com"]);
    const planned = await plan(place, distributionOf(), { skip });
    expect([reasons(planned), planned.parts]).toEqual([[], [...skip]]);
    const ids = await perform(planned);
    const id = ids.get(ARN)?.split("/").at(-1) ?? "";
    expect(place.cloudfront.distributions.get(id)?.config.Aliases).toEqual({ Quantity: 0 });
    expect(titles(await plan(place, distributionOf(), { skip })).at(-1)).toBe(`keep: ${LABEL} is as it was`);
  });

  test("that CloudFront refuses for a name of another account says how it comes back without", async () => {
    const place = placeOf();
    const planned = await plan(place, distributionOf());
    const { config } = distributionOf({ DefaultCacheBehavior: { TargetOriginId: "shop" } });
    place.cloudfront.have("E2LATER", { ...config, CallerReference: "x", Enabled: true } as never);
    await expect(perform(planned)).rejects.toThrow("--skip alias/NAME");
  });

  test("for staging is refused, since CloudFront makes those by copying", async () => {
    expect(reasons(await plan(placeOf(), distributionOf({ Staging: true })))).toEqual([
      `inexpressible: ${LABEL} is one for staging, which CloudFront makes by copying alone`,
    ]);
  });

  test("that fetches from a function URL has it set by hand, which is told", async () => {
    const host = "abc.lambda-url.us-east-1.on.aws";
    const Origins = { Quantity: 1, Items: [{ Id: "shop", DomainName: host }] };
    const { warnings } = await plan(placeOf(), distributionOf({ Origins }));
    expect(warnings.at(-1)).toContain(`fetches from the function URL ${host}`);
  });

  test("whose answer was lost is not made twice", async () => {
    const place = placeOf();
    const planned = await plan(place, distributionOf());
    place.cloudfront.wire.killAt = { call: place.cloudfront.wire.calls.length + 4, when: "after" };
    await expect(perform(planned)).rejects.toThrow("killed at CreateDistributionWithTags");
    place.cloudfront.wire.dead = false;
    const again = await plan(place, distributionOf());
    expect(titles(again).filter((title) => !title.startsWith("keep"))).toEqual([]);
    expect(place.cloudfront.distributions.size).toBe(1);
  });
});

describe("a distribution that is there", () => {
  const there = async () => {
    const place = placeOf();
    const planned = await plan(place, distributionOf());
    const ids = await perform(planned);
    await arm(place, planned, ids);
    const [id = "", found] = [...place.cloudfront.distributions][0] ?? [];
    if (found === undefined) throw new Error("it was not made");
    return { place, id, found };
  };

  test("and is another is left alone without --replace, and with it is as it was, while it answers", async () => {
    const { place, found } = await there();
    found.config = { ...found.config, Comment: "theirs" };
    expect(reasons(await plan(place, distributionOf()))).toEqual([
      `live: ${LABEL} is there and differs: set ${LABEL} as it was, while it answers`,
    ]);
    await perform(await plan(place, distributionOf(), { replace: true }));
    expect(found.config).toMatchObject({ Comment: "the shop", Enabled: true });
  });

  test("and answers nobody since a restore made it is set as it was and goes on so, until it is armed", async () => {
    const place = placeOf();
    await perform(await plan(place, distributionOf()));
    const [[id = "", found] = []] = [...place.cloudfront.distributions];
    if (found === undefined) throw new Error("it was not made");
    found.config = { ...found.config, Comment: "theirs" };
    const planned = await plan(place, distributionOf(), { replace: true });
    expect(titles(planned).at(-1)).toBe(`replace: set ${LABEL} as it was`);
    const ids = await perform(planned);
    expect(found.config).toMatchObject({ Comment: "the shop", Enabled: false });
    await arm(place, planned, ids);
    expect(place.cloudfront.distributions.get(id)?.config.Enabled).toBe(true);
  });

  test("keeps its policy of continuous deployment, which no point has", async () => {
    const { place, found } = await there();
    found.config = { ...found.config, Comment: "theirs", ContinuousDeploymentPolicyId: "deploys" };
    await perform(await plan(place, distributionOf(), { replace: true }));
    expect(found.config).toMatchObject({ Comment: "the shop", ContinuousDeploymentPolicyId: "deploys" });
  });

  test("and is changed while it is restored is left as somebody has it", async () => {
    const { place, found } = await there();
    found.config = { ...found.config, Comment: "theirs" };
    const planned = await plan(place, distributionOf(), { replace: true });
    Object.assign(found, { config: { ...found.config, Comment: "theirs again" }, etag: "LATER" });
    await expect(perform(planned)).rejects.toThrow("it was changed meanwhile");
    expect(found.config.Comment).toBe("theirs again");
  });

  test("is enabled over what somebody else writes at the same time", async () => {
    const { place, id, found } = await there();
    found.config = { ...found.config, Enabled: false };
    const planned = await plan(place, distributionOf());
    let writes = 0;
    place.cloudfront.wire.before = ({ name }) => {
      if (name === "UpdateDistribution" && writes++ === 0)
        Object.assign(found, { etag: "LATER", config: { ...found.config, Comment: "theirs" } });
      return undefined;
    };
    expect(await arm(place, planned, new Map(planned.ids))).toEqual([`written: enable ${LABEL}`]);
    expect(place.cloudfront.distributions.get(id)?.config).toMatchObject({
      Comment: "theirs",
      Enabled: true,
    });
  });

  test("twice over is told by name, and nothing is done", async () => {
    const { place, found } = await there();
    place.cloudfront.have(
      "E9TWIN",
      { ...found.config, CallerReference: "y", Aliases: { Quantity: 0 } },
      found.tags,
    );
    expect(reasons(await plan(place, distributionOf()))).toContainEqual(
      expect.stringMatching(/^live: .* are all tagged zonekeep:origin as what a restore has made of it$/),
    );
  });

  test("names a function that somebody changed: it is changed back for all with --replace alone", async () => {
    const { place } = await there();
    place.cloudfront.haveFunction("checks", { Comment: "", Runtime: "cloudfront-js-2.0" }, "// theirs");
    const planned = await plan(place, distributionOf(), { replace: true });
    expect(planned.warnings).toEqual([
      `CloudFront function checks of ${LABEL} is there and differs: every distribution that names it has it changed`,
    ]);
    expect(reasons(await plan(place, distributionOf()))).toHaveLength(2);
    await perform(planned);
    const code = place.cloudfront.functions.get("checks")?.live?.code;
    expect(new TextDecoder().decode(code)).toBe("// checks");
  });
});

describe("in another account", () => {
  test("a function that it names comes back with it, and what belongs to the account needs a counterpart", async () => {
    const Origins = {
      Quantity: 2,
      Items: [
        { Id: "shop", DomainName: "assets.s3.us-east-1.amazonaws.com" },
        { Id: "web", DomainName: "shop.example.com" },
      ],
    };
    const document = distributionOf({ Origins });
    const blocked = reasons(await plan(placeOf(THERE), document));
    expect(blocked).toEqual([
      `untranslated: config.DefaultCacheBehavior.LambdaFunctionAssociations.Items[0].LambdaFunctionARN: ${LAMBDA}:7: it belongs to account ${account}; name its counterpart in us-east-1 of account ${THERE.account}`,
      `untranslated: config.Origins.Items[0].DomainName: assets.s3.us-east-1.amazonaws.com: it is something of account ${account}; name its counterpart for account ${THERE.account}`,
    ]);
    const place = placeOf(THERE);
    const map = { assets: "assets-there", [`${LAMBDA}:7`]: `${LAMBDA.replace(account, THERE.account)}:1` };
    await perform(await plan(place, document, { map }));
    const [found] = place.cloudfront.distributions.values();
    expect(found?.config.Origins?.Items?.[0]?.DomainName).toBe("assets-there.s3.us-east-1.amazonaws.com");
    const { FunctionAssociations: edge, LambdaFunctionAssociations: calls } =
      found?.config.DefaultCacheBehavior ?? {};
    expect([edge?.Items?.[0]?.FunctionARN, calls?.Items?.[0]?.LambdaFunctionARN]).toEqual([
      `arn:aws:cloudfront::${THERE.account}:function/checks`,
      `arn:aws:lambda:us-east-1:${THERE.account}:function:resizes:1`,
    ]);
  });
});
