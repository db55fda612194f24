interface UrlEvent {
  readonly queryStringParameters?: Readonly<Record<string, string>>;
}

/** From the layer, by the runtime's search path: not in the function's own package. */
declare const require: (name: string) => { rates: Record<string, number> };
const { rates } = require("rate-tables");

/** Quotes an amount; the answer depends on the layer and on the environment. */
export const handler = async (event: UrlEvent): Promise<{ statusCode: number; body: string }> => {
  const { cents = "0", country = "IE" } = event.queryStringParameters ?? {};
  const payable = Math.round(Number(cents) * (rates[country] ?? 1) * Number(process.env.MARGIN));
  return { statusCode: 200, body: JSON.stringify({ payable, signed: process.env.API_TOKEN?.length }) };
};
