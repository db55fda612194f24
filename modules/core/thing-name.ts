/** A thing as people write it and logs say it: `sqs-queue/orders.fifo`. */
export function thingName({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return `${kind}/${id}`;
}
