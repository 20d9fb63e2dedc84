// The systems of a bank around the opening of an account, simulated.

interface Company {
  readonly name: string;
  readonly tax_number: string;
  readonly turnover_eur: number;
  readonly risk: 'low' | 'medium' | 'high';
}

interface World {
  readonly state: {
    readonly companies: Readonly<Record<string, Company>>;
    readonly notices: string[];
    readonly accounts: Record<string, { readonly company_id: string; readonly offer: string; signed: boolean }>;
  };
}

interface Arguments {
  readonly company_id: string;
  readonly account: string;
  readonly offer: string;
  readonly text: string;
}

const notFound = { status: 'permanent_error', error_code: 'NOT_FOUND', error_message: 'the register does not know it' };

export const tools = {
  get_company({ company_id }: Arguments, { state }: World): object {
    const company = state.companies[company_id];
    if (company === undefined) return notFound;
    const { name, tax_number, turnover_eur } = company;
    return { status: 'success', name, tax_number, turnover_eur };
  },

  check_risk({ company_id }: Arguments, { state }: World): object {
    const company = state.companies[company_id];
    return company === undefined ? notFound : { status: 'success', risk: company.risk };
  },

  open_account({ company_id, offer }: Arguments, { state }: World): object {
    const account = `ACC-${company_id}-${Object.keys(state.accounts).length + 1}`;
    state.accounts[account] = { company_id, offer, signed: false };
    return { status: 'success', account };
  },

  close_account({ account }: Arguments, { state }: World): object {
    delete state.accounts[account];
    return { status: 'success' };
  },

  find_account({ company_id }: Arguments, { state }: World): object {
    const found = Object.entries(state.accounts).find(([, account]) => account.company_id === company_id);
    return found === undefined ? { status: 'success', account: null } : { status: 'success', account: found[0] };
  },

  sign_contract({ account }: Arguments, { state }: World): object {
    const found = state.accounts[account];
    if (found === undefined) return notFound;
    found.signed = true;
    return { status: 'success', envelope: `ENV-${account}` };
  },

  notify_customer({ company_id, text }: Arguments, { state }: World): object {
    state.notices.push(`${company_id}: ${text}`);
    return { status: 'success' };
  },

  withdraw_contract({ account }: Arguments, { state }: World): object {
    const found = state.accounts[account];
    if (found === undefined) return notFound;
    found.signed = false;
    return { status: 'success' };
  },
};
