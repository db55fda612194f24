import type { Json } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";

/** What only the inventory of a region knows of an API: no call lists the domain names that lead to one. */
interface ApiHints {
  readonly domains: readonly string[];
}

const parse = parserOf<ApiHints>(
  {
    type: "object",
    additionalProperties: false,
    required: ["domains"],
    properties: { domains: { type: "array", items: { type: "string" } } },
  },
  "the hints of an API",
);

/** Domain names that lead to it. @throws FormError */
export function hintedDomains(hints: Json | undefined): readonly string[] | undefined {
  return hints === undefined ? undefined : parse(hints).domains;
}
