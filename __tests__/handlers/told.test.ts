import { expect, test } from "vitest";
import { told } from "../../handlers/shared/told.ts";
import { noting } from "../../modules/store/noting.ts";

/** A client as far as a middleware sees it: every call is refused. */
function refusing() {
  let around: ((args: { input: object }) => Promise<unknown>) | undefined;
  const middlewareStack = {
    add: (middleware: (next: () => Promise<never>, context: object) => typeof around) => {
      around = middleware(
        () =>
          Promise.reject(
            Object.assign(new Error("see https://b.example/?X-Amz-Signature=abc"), { name: "AccessDenied" }),
          ),
        { commandName: "PutObjectCommand" },
      );
    },
  };
  const client = noting({ middlewareStack }, "s3", "eu-west-1");
  return { client, send: (input: object) => around?.({ input }) ?? Promise.resolve() };
}

test("what a runner throws names the call, the resource and the region, and no address", async () => {
  const { send } = refusing();
  const handler = told((event: { readonly key: string }) => send({ Bucket: "b", Key: event.key }));
  await expect(handler({ key: "work/items.json" })).rejects.toThrow(
    /^s3:PutObject of s3:\/\/b\/work\/items\.json in eu-west-1: AccessDenied: see \(address\)$/,
  );
});

test("an error of our own is told as it is", async () => {
  const handler = told(() => Promise.reject(new Error("the function is changing")));
  await expect(handler(undefined)).rejects.toThrow(/^the function is changing$/);
});
