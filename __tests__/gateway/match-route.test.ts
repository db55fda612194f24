import { expect, test } from "vitest";
import { matchRoute } from "../../sandbox/gateway/match-route.ts";
import { routesOf } from "../../sandbox/gateway/service-model.ts";
import { LAMBDA, S3 } from "./small-models.ts";

function operationOf(request: string, headers: Record<string, string> = {}): string {
  const [method = "", path = ""] = request.split(" ");
  const found = matchRoute(
    [...routesOf(S3), ...routesOf(LAMBDA)],
    method,
    new URL(path, "http://gateway"),
    headers,
  );
  return found === undefined ? "none" : [found.route.operation, ...found.labels].join(" | ");
}

test.each([
  ["GET /", "ListBuckets"],
  ["GET /orders", "ListObjects | orders"],
  ["GET /orders/", "ListObjects | orders"],
  ["GET /orders?list-type=2&prefix=a%2Fb", "ListObjectsV2 | orders"],
  ["PUT /orders", "CreateBucket | orders"],
  ["GET /orders/a/b%20c.zip", "GetObject | orders | a/b c.zip"],
  ["GET /orders/folder/", "GetObject | orders | folder/"],
  ["PUT /orders/a?x-id=PutObject", "PutObject | orders | a"],
  ["PUT /orders/a?retention", "PutObjectRetention | orders | a"],
  ["PUT /orders/a?partNumber=1&uploadId=u", "UploadPart | orders | a"],
  ["GET /orders/100%", "GetObject | orders | 100%"],
])("%s is %s", (request, operation) => {
  expect(operationOf(request)).toBe(operation);
});

test("a copy is told from a put by the header that names its source", () => {
  const source = { "x-amz-copy-source": "orders/b" };
  expect(operationOf("PUT /orders/a", source)).toBe("CopyObject | orders | a");
  expect(operationOf("PUT /orders/a?partNumber=1&uploadId=u", source)).toBe("UploadPartCopy | orders | a");
});

test("an operation that AWS has replaced gives way to the one that replaced it", () => {
  expect(operationOf("GET /orders?lifecycle")).toBe("GetBucketLifecycleConfiguration | orders");
});

test("a fixed word in the path goes before a variable in the same place", () => {
  expect(operationOf("GET /2015-03-31/functions")).toBe("ListFunctions");
  expect(operationOf("GET /2015-03-31/functions/")).toBe("ListFunctions");
  expect(operationOf("GET /2015-03-31/functions/pay/aliases/live")).toBe("GetAlias | pay | live");
});

test("no route is invented for a method that the service does not have", () => {
  expect(operationOf("PATCH /orders")).toBe("none");
});
