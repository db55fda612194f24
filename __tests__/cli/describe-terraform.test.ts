import { expect, test } from "vitest";
import { describeInTerraform } from "../../modules/cli/describe/describe-terraform.ts";
import { render } from "../../modules/cli/terminal/text.ts";
import type { InTerraform } from "../../modules/restore/as-terraform/as-terraform.ts";

const FOUND: InTerraform = {
  configuration: {
    files: new Map(),
    values: { path: "values.auto.tfvars.json", content: {} },
    packages: new Map(),
    resources: 12,
    imports: 9,
    asked: ["event_connection_partner_api_key"],
    waits: true,
  },
  ...{ things: [], blocked: [], missing: [], skipped: [], warnings: [] },
  left: ["lambda/orders: its versions 1, 2: Terraform publishes what is newest alone"],
  leftOut: ["sqs-queue/orders"],
};

test("what was written is told with what is not in it, what is to be given, and how to go on", () => {
  expect(describeInTerraform(FOUND, "shop").map((line) => render(line, false))).toEqual([
    "wrote shop: 12 resources, 9 of them there and imported",
    "not in it lambda/orders: its versions 1, 2: Terraform publishes what is newest alone",
    "left out sqs-queue/orders",
    "shop/values.auto.tfvars.json holds values of variables: keep it to yourself",
    "to be given, as TF_VAR_NAME or in a file: event_connection_partner_api_key",
    "next: terraform -chdir=shop init and plan; look for 'must be replaced' before you apply",
    `no event arrives by what it makes until: echo '{"armed":true}' > shop/armed.auto.tfvars.json, and apply; without that file a later apply takes it away again`,
  ]);
});
