import type { InTerraform } from "../../restore/as-terraform/as-terraform.ts";
import type { Line } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";

/** What was written, what of it Terraform cannot make, and how to go on. */
export function describeInTerraform(
  { configuration, left, leftOut }: InTerraform,
  folder: string,
): readonly Line[] {
  const { resources, imports, asked, values, waits } = configuration;
  const red = (word: string, name: string): Line => [{ text: word, style: "red" }, name];
  return [
    `wrote ${folder}: ${count(resources, "resource")}, ${imports} of them there and imported`,
    ...left.map((what) => red("not in it ", what)),
    ...leftOut.map((name) => red("left out ", name)),
    ...(values === undefined
      ? []
      : [`${folder}/${values.path} holds values of variables: keep it to yourself`]),
    ...(asked.length === 0 ? [] : [`to be given, as TF_VAR_NAME or in a file: ${asked.join(", ")}`]),
    resources === 0
      ? "nothing of it is for Terraform as it stands: restore it first (without --as-terraform), then write it into another folder"
      : `next: terraform -chdir=${folder} init and plan; look for 'must be replaced' before you apply`,
    ...(waits
      ? [
          `no event arrives by what it makes until: echo '{"armed":true}' > ${folder}/armed.auto.tfvars.json, and apply; without that file a later apply takes it away again`,
        ]
      : []),
  ];
}
