import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { ClientOf, PlanPorts } from "../../protector.ts";

/** DynamoDB of one region. */
export interface Asking {
  readonly dynamodb: Pick<DynamoDBClient, "send">;
  readonly sleep: PlanPorts["sleep"];
}

export type AskingAnywhere = Asking & Pick<PlanPorts, "region" | "account" | "elsewhere">;
export type TablesOf = (client: ClientOf) => Asking["dynamodb"];

/** @throws whatever that region answers, and where only one is asked */
export async function askIn<T>(
  ports: AskingAnywhere,
  region: string,
  tablesOf: TablesOf,
  question: (asking: Asking) => Promise<T>,
): Promise<T> {
  if (region === ports.region) return question(ports);
  const { elsewhere, sleep } = ports;
  if (elsewhere === undefined) throw new Error("only one region is asked");
  return elsewhere(region, (client) => question({ dynamodb: tablesOf(client), sleep }));
}
