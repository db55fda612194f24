import { expect, test } from "vitest";
import type { GatewayPlace } from "../../support/conforming/gateway-place.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { perform } from "../../support/made-plan.ts";
import { account, captured, ID, makeIn, placeOf, plan, region } from "./made-api.ts";

const MANY = 300;
const THROTTLED = awsError("TooManyRequestsException", 429, "Too Many Requests");
const FAULT = awsError("InternalFailure", 500, "try again");

/** An API with so many paths, each with a method. */
function large(): GatewayPlace {
  const place = placeOf(50);
  makeIn(place);
  const { gateway } = place;
  const parentId = gateway.resourceId(ID, "/orders");
  for (let n = 0; n < MANY; n += 1) {
    const { id: resourceId } = gateway.CreateResource({ restApiId: ID, parentId, pathPart: `part-${n}` });
    const at = { restApiId: ID, resourceId, httpMethod: "GET" };
    gateway.PutMethod({ ...at, authorizationType: "NONE" });
    gateway.PutIntegration({ ...at, type: "MOCK" });
  }
  gateway.UpdateStage({
    restApiId: ID,
    stageName: "prod",
    patchOperations: [
      { op: "replace", path: "/deploymentId", value: gateway.CreateDeployment({ restApiId: ID }).id },
    ],
  });
  return place;
}

test("an API of 300 paths is read page by page and comes back whole, also where it is throttled in the middle", async () => {
  const place = large();
  const { document, secrets } = await captured(place);
  expect(document.resources).toHaveLength(MANY + 2);
  const there = placeOf(50);
  for (const call of ["CreateResource", "PutMethod", "PutIntegration", "CreateDeployment", "GetResources"])
    there.gateway.wire.refusals.set(call, [THROTTLED, THROTTLED]);
  await perform(await plan(there, document, { secrets }));
  const [made] = [...there.gateway.apis.values()];
  expect([...(made?.resources.values() ?? [])].map(({ path }) => path).sort()).toEqual(
    document.resources.map(({ path }) => path).sort(),
  );
  const again = await plan(there, document, { secrets });
  expect(again.steps.filter(({ effect }) => effect !== "keep")).toEqual([]);
}, 30_000);

test("a page that fails fails the capture by the list's name, and no half of an API is kept", async () => {
  const place = large();
  const { gateway } = place;
  const read = gateway.GetResources.bind(gateway);
  gateway.GetResources = (input) => {
    if (input.position === "150") throw FAULT;
    return read(input);
  };
  await expect(captured(place)).rejects.toThrow(
    `apigateway:GET of resources of ${ID}: InternalFailure: try again`,
  );
});

test("a restore that breaks off in the middle goes on where it stopped, and makes nothing twice", async () => {
  const { document, secrets } = await captured(large());
  const place = placeOf(50);
  const { gateway } = place;
  const put = gateway.PutMethod.bind(gateway);
  let left = 100;
  gateway.PutMethod = (input) => {
    left -= 1;
    if (left < 0) throw awsError("AccessDeniedException", 403, "no");
    return put(input);
  };
  const point = `${account}/${region}/points/rest-api/${ID}/20260101T000000Z-0badcafe.json`;
  await expect(perform(await plan(place, document, { secrets, point }))).rejects.toThrow("apigateway:PUT");
  gateway.PutMethod = put;
  await perform(await plan(place, document, { secrets, point }));
  expect(gateway.apis.size).toBe(1);
  const [made] = [...gateway.apis.values()];
  expect(made?.resources.size).toBe(MANY + 2);
}, 30_000);
