import type { ThingId } from "../../contract/kinds.ts";
import type { TerraformResource } from "../../protectors/kit/terraform/resource.ts";

/** A resource with the thing that it is of, and what Terraform calls it. */
export interface Addressed {
  readonly thing: ThingId;
  readonly resource: TerraformResource;
  /** `orders_live`: with its type it is the only one. */
  readonly name: string;
  /** It is there once somebody arms. */
  readonly counted: boolean;
}

/** Names for the resources of all things, in their order. */
export function addressed(
  all: readonly { readonly thing: ThingId; readonly resources: readonly TerraformResource[] }[],
): readonly Addressed[] {
  const taken = new Set<string>();
  return all.flatMap(({ thing, resources }) =>
    resources.map((resource) => {
      const wanted = terraformName(resource.key === "" ? thing.id : `${thing.id}_${resource.key}`);
      let name = wanted;
      for (let n = 2; taken.has(`${resource.type}.${name}`); n++) name = `${wanted}_${n}`;
      taken.add(`${resource.type}.${name}`);
      return { thing, resource, name, counted: resource.opens === true && resource.importId === undefined };
    }),
  );
}

/** Letters, digits, `_` and `-`, and no digit first. */
export function terraformName(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z0-9_-]+/g, "_");
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
}

/** Where it stands in a state. */
export function addressOf({ resource: { type }, name, counted }: Addressed): string {
  return `${type}.${name}${counted ? "[0]" : ""}`;
}

/** An expression for one of its attributes. */
export function attributeOf({ resource: { type }, name, counted }: Addressed, attribute: string): string {
  return counted ? `one(${type}.${name}[*].${attribute})` : `${type}.${name}.${attribute}`;
}
