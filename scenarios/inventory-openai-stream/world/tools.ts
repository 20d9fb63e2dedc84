// The warehouse of the stock clerk, simulated: the same answers as its own, over the state of the world.

interface Arguments {
  readonly sku: string;
  readonly quantity: number;
  readonly reservation_id: string;
}

interface World {
  readonly state: {
    readonly stock: Readonly<Record<string, { available: number; readonly shelf: string }>>;
    readonly reservations: Record<string, { readonly sku: string; readonly quantity: number }>;
  };
}

const refused = (code: string, message: string): object => ({ status: 'permanent_error', error_code: code, error_message: message });

export const tools = {
  check_stock({ sku }: Arguments, { state }: World): object {
    const item = state.stock[sku];
    return item === undefined ? refused('UNKNOWN_ITEM', `unknown item ${sku}`) : { sku, available: item.available, shelf: item.shelf };
  },

  reserve_item({ sku, quantity }: Arguments, { state }: World): object {
    const item = state.stock[sku];
    if (item === undefined) return refused('UNKNOWN_ITEM', `unknown item ${sku}`);
    if (quantity > item.available) return refused('SHORT', `only ${item.available} left`);
    item.available -= quantity;
    const reservation_id = `RES-${sku}-${quantity}`;
    state.reservations[reservation_id] = { sku, quantity };
    return { reservation_id, sku, quantity, shelf: item.shelf };
  },

  release_item({ reservation_id }: Arguments, { state }: World): object {
    const reservation = state.reservations[reservation_id];
    const item = reservation === undefined ? undefined : state.stock[reservation.sku];
    if (reservation === undefined || item === undefined) return refused('UNKNOWN_RESERVATION', `there is no reservation ${reservation_id}`);
    item.available += reservation.quantity;
    delete state.reservations[reservation_id];
    return { released: true, reservation_id };
  },
};
