import { describe, expect, test } from "vitest";
import { awsError } from "../../../support/fake-aws/error.ts";
import { FakeRegion } from "../../../support/fake-region.ts";
import { LAYER } from "../../../support/rich-function.ts";
import { seedFunction, seedLayer, seedVersions } from "../../../support/seed-function.ts";
import { ordersOf, plain, take } from "./take.ts";

describe("layers", () => {
  const foreign = "arn:aws:lambda:us-east-1:999999999999:layer:agent:1";
  const using = (arn: string): FakeRegion => {
    const source = new FakeRegion();
    seedFunction(source.lambda, "orders", { Layers: [{ Arn: arn }] });
    return source;
  };

  test("of another account that cannot be read are a warning, and have no bytes", async () => {
    const source = using(foreign);
    source.wire.before = ({ name: call }) =>
      call === "GetLayerVersionByArn" ? awsError("AccessDeniedException", 403) : undefined;
    const { document, blobs, warnings } = await take(source, plain);
    expect(document.layers).toEqual([{ arn: foreign, name: "agent", settings: {} }]);
    expect(blobs.map(({ name }) => name)).toEqual(["code/$LATEST"]);
    expect(warnings).toEqual([
      `layer ${foreign} cannot be read, so its bytes are not kept: lambda:GetLayerVersionByArn of ${foreign}: AccessDeniedException: AccessDeniedException it is`,
    ]);
  });

  test("that were deleted are a warning too", async () => {
    expect((await take(using(LAYER), plain)).warnings).toHaveLength(1);
  });

  test("of our own account that refuse us fail the point", async () => {
    const source = using(LAYER);
    source.wire.before = ({ name: call }) =>
      call === "GetLayerVersionByArn" ? awsError("AccessDeniedException", 403) : undefined;
    await expect(take(source, plain)).rejects.toThrow(
      `lambda:GetLayerVersionByArn of ${LAYER}: AccessDeniedException`,
    );
  });

  test("of several versions are read once", async () => {
    const source = using(LAYER);
    seedLayer(source.lambda, "base", 4, "layer");
    seedVersions(ordersOf(source), "orders", 3, { Layers: [{ Arn: LAYER }] });
    await take(source, plain);
    expect(source.wire.named("GetLayerVersionByArn")).toHaveLength(1);
  });
});
