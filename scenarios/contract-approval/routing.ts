/** A contract as it comes in. */
export interface Contract {
  readonly contract_id: string;
  readonly contract_type: string;
  readonly amount_rub: number;
  readonly contractor_type: string;
  readonly tax_system: string;
  readonly time: string;
  readonly urgency: string;
  readonly notes?: string;
}

/** What the rules of `rules/contract_approval.yaml` say about a contract. */
export interface Route {
  readonly route_to: string;
  readonly sla_hours: number;
  readonly additional_checks: readonly string[];
  readonly postpone: boolean;
  /** Whose signature it needs besides. */
  readonly visa: string | undefined;
}

/** The rules, as the agent carries them out (S0.2). */
export function routeOf(contract: Contract): Route {
  const lease = contract.contract_type === 'аренда' && contract.amount_rub > 500_000;
  const sole = contract.contractor_type === 'ИП' && contract.tax_system === 'УСН';
  return {
    route_to: lease ? 'legal_senior' : 'legal',
    sla_hours: lease ? 48 : 72,
    additional_checks: sole ? ['tax_risk_assessment', 'bankruptcy_check'] : [],
    postpone: contract.time === 'friday_after_15' && contract.urgency === 'not_critical',
    visa: contract.amount_rub > 1_000_000 ? 'cfo' : undefined,
  };
}
