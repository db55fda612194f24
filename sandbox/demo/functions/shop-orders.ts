import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";

/** What both forms of an API's event have. */
interface ApiEvent {
  readonly pathParameters?: Readonly<Record<string, string>>;
}

const dynamodb = new DynamoDBClient({});

/** Shows an order of the table that its environment names: the answer depends on items, too. */
export const handler = async ({
  pathParameters,
}: ApiEvent): Promise<{ statusCode: number; body: string }> => {
  const id = pathParameters?.id ?? "";
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: process.env.TABLE, Key: { id: { S: id } } }),
  );
  if (Item === undefined) return { statusCode: 404, body: JSON.stringify({ id, known: false }) };
  return { statusCode: 200, body: JSON.stringify({ id, cents: Number(Item.cents?.N) }) };
};
