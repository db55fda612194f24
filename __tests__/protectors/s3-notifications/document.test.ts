import fc from "fast-check";
import { expect, test } from "vitest";
import { parseNotifications } from "../../../modules/protectors/s3-notifications/document.ts";
import { s3Notifications } from "../../../modules/protectors/s3-notifications/protector.ts";
import { arbitraryConfiguration } from "../../support/arbitrary-notifications.ts";
import { documentOf } from "./place.ts";

test("every document is read back from JSON as it was", () => {
  fc.assert(
    fc.property(arbitraryConfiguration("us-east-1"), (configuration) => {
      const document = documentOf(configuration);
      expect(parseNotifications(JSON.parse(JSON.stringify(document)))).toEqual(document);
    }),
  );
});

test.each<[string, unknown, string]>([
  ["is a text", "orders-in", "it must be object"],
  ["is of another kind", { ...documentOf({}), kind: "lambda" }, "/kind must be equal to constant"],
  ["lacks its bucket", { ...documentOf({}), bucket: undefined }, "it must have required property 'bucket'"],
  [
    "has a list more",
    documentOf({ Streams: [] } as never),
    "/configuration must NOT have additional properties",
  ],
  [
    "has an entry that is a text",
    documentOf({ QueueConfigurations: ["orders"] as never }),
    "/configuration/QueueConfigurations/0 must be object",
  ],
])("a document that %s is refused", (_title, document, said) => {
  const plain: unknown = JSON.parse(JSON.stringify(document));
  expect(() => parseNotifications(plain)).toThrow(
    `the document of a bucket's notifications cannot be read: ${said}`,
  );
});

test("secrets are refused: notifications have none", () => {
  expect(s3Notifications.parseSecrets(undefined)).toBeUndefined();
  expect(() => s3Notifications.parseSecrets({ key: "x" })).toThrow("they have none");
});
