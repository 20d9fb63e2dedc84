export interface Entry {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
}

export const entries: readonly Entry[] = [
  { id: 'delivery-time', question: 'How long does delivery of my parcel take?', answer: 'Parcels arrive within 3 working days.' },
  { id: 'returns', question: 'Can I return an article I do not like?', answer: 'You can return any unused article within 30 days.' },
  { id: 'invoice', question: 'Where do I find the invoice of my order?', answer: 'Every invoice is in your account under “Documents”.' },
  { id: 'password', question: 'I forgot my password, how do I get a new one?', answer: 'Use “Forgot password” on the sign-in page.' },
  { id: 'warranty', question: 'How long is the warranty on furniture?', answer: 'Furniture has a warranty of 5 years.' },
];
