import type { Inventoried, Protector, ProtectorPorts } from "../../modules/protectors/protector.ts";

/** All that the inventory of a kind lists, and what it warned of. */
export async function listedBy(
  { inventory }: Pick<Protector, "inventory">,
  ports: ProtectorPorts,
): Promise<{ readonly found: Inventoried[]; readonly warned: string[] }> {
  const warned: string[] = [];
  const found: Inventoried[] = [];
  const options = {
    triggers: "all",
    needsTags: () => false,
    warn: (text: string) => void warned.push(text),
  } as const;
  for await (const one of inventory(ports, options)) found.push(one);
  return { found, warned };
}
