// The systems around the approval of contracts, simulated: the register of contracts, the checks, the register of decisions.

interface State {
  readonly contracts: Record<string, { documents: number; decision: string | null; registration?: string; insolvent?: boolean }>;
}

interface World {
  readonly state: State;
}

interface Arguments {
  readonly contract_id: string;
  readonly check?: string;
  readonly decision?: string;
}

const notFound = { status: 'permanent_error', error_code: 'NOT_FOUND', error_message: 'there is no such contract' };

export const tools = {
  get_contract({ contract_id }: Arguments, { state }: World): object {
    const contract = state.contracts[contract_id];
    return contract === undefined ? notFound : { status: 'success', ...contract };
  },

  run_check({ contract_id, check }: Arguments, { state }: World): object {
    const contract = state.contracts[contract_id];
    if (contract === undefined) return notFound;
    const passed = !(check === 'bankruptcy_check' && contract.insolvent === true);
    return { status: 'success', passed, risk: passed ? 0.1 : 0.9 };
  },

  register_decision({ contract_id, decision }: Arguments, { state }: World): object {
    const contract = state.contracts[contract_id];
    if (contract === undefined) return notFound;
    contract.decision = decision!;
    contract.registration = `REG-${contract_id}`;
    return { status: 'success', registration: contract.registration };
  },

  revoke_decision({ contract_id }: Arguments, { state }: World): object {
    const contract = state.contracts[contract_id];
    if (contract === undefined) return notFound;
    contract.decision = null;
    delete contract.registration;
    return { status: 'success' };
  },
};
