// What a customer has at one shop, kept in the plainest way that can be: every point of every sale by
// itself. It judges what refunds take after conversions and expiry.

export type ModelSale = {
  readonly id: string;
  readonly lines: number[];
  readonly returned: number[];
  award: number;
  refunded: number;
  expired: number;
};

type Piece = {
  readonly sale: ModelSale;
  readonly expiresAt: number;
  readonly maturesAt: number;
  isPending: boolean;
  /** In the order in which they became available. */
  order: number;
};

/** 1 → 1, 2 → 3: two of the same earn three points. */
export const awardOf = (quantity: number) => 3 * Math.floor(quantity / 2) + (quantity % 2);
const total = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

export class RefundModel {
  readonly sales: ModelSale[] = [];
  #pieces: Piece[] = [];
  #debt = 0;
  #orders = 0;

  get available(): number {
    return this.#spendable().length - this.#debt;
  }
  get pending(): number {
    return this.#pieces.length - this.#spendable().length;
  }

  sell(id: string, lines: number[], of: { now: number; expiresAt: number; maturesAt: number }) {
    const returned = lines.map(() => 0);
    const award = awardOf(total(lines));
    const sale = { id, lines, returned, award, refunded: 0, expired: 0 };
    this.sales.push(sale);
    const isPending = of.maturesAt > of.now;
    const { expiresAt, maturesAt } = of;
    for (let point = 0; point < award; point += 1) {
      this.#pieces.push({ sale, expiresAt, maturesAt, isPending, order: 0 });
    }
    if (!isPending) this.#becomeAvailable(this.#pieces.slice(-award || this.#pieces.length));
    return sale;
  }

  /** What is due by now: points expire, pending or not, and what is left of the pending ones matures. */
  wait(now: number): void {
    const expired = this.#pieces.filter(({ expiresAt }) => expiresAt <= now);
    for (const { sale } of expired) sale.expired += 1;
    this.#remove(expired);
    for (const sale of this.sales) {
      const mature = this.#pieces.filter(
        (piece) => piece.sale === sale && piece.isPending && piece.maturesAt <= now,
      );
      for (const piece of mature) piece.isPending = false;
      this.#becomeAvailable(mature);
    }
  }

  convert(points: number): void {
    this.#remove(this.#inOrder().slice(0, points));
  }

  refund(sale: ModelSale, line: number, quantity: number): number {
    const left = (at: number) => (sale.lines[at] ?? 0) - (sale.returned[at] ?? 0);
    const kept = total(sale.lines.map((_, at) => left(at)));
    const planned = awardOf(kept) - awardOf(kept - quantity);
    sale.returned[line] = (sale.returned[line] ?? 0) + quantity;
    const taken = Math.max(Math.min(planned, sale.award - sale.refunded - sale.expired), 0);
    sale.refunded += taken;
    const own = (piece: Piece) => piece.sale === sale;
    const waiting = this.#pieces.filter((piece) => piece.isPending && own(piece));
    const ready = this.#inOrder();
    const pieces = [...waiting, ...ready.filter(own), ...ready.filter((piece) => !own(piece))];
    this.#remove(pieces.slice(0, taken));
    this.#debt += Math.max(taken - pieces.length, 0);
    return taken;
  }

  #spendable(): Piece[] {
    return this.#pieces.filter((piece) => !piece.isPending);
  }

  #inOrder(): Piece[] {
    return this.#spendable().sort(
      (one, other) => one.expiresAt - other.expiresAt || one.order - other.order,
    );
  }

  /** A debt is filled first. */
  #becomeAvailable(pieces: readonly Piece[]): void {
    this.#orders += 1;
    for (const piece of pieces) piece.order = this.#orders;
    const fills = pieces.slice(0, Math.min(this.#debt, pieces.length));
    this.#debt -= fills.length;
    this.#remove(fills);
  }

  #remove(pieces: readonly Piece[]): void {
    this.#pieces = this.#pieces.filter((piece) => !pieces.includes(piece));
  }
}
