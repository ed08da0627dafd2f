import type { SubmissionFieldName } from '../../profiles/cards-profile.ts';

/** One field of the Connect form, as browsers are told of it. */
export interface FormField {
  name: SubmissionFieldName;
  type: 'text' | 'email' | 'tel' | 'lines';
  autocomplete: string;
  inputmode?: 'url';
  required?: boolean;
  /** Whether it has a row of its own. */
  wide?: boolean;
}

/** The longest text that each field takes. */
export const fieldLimits: Readonly<Record<SubmissionFieldName, number>> = {
  firstName: 100,
  lastName: 100,
  email: 254,
  phone: 60,
  company: 120,
  jobTitle: 120,
  website: 500,
  street: 200,
  postalCode: 20,
  city: 100,
  country: 100,
  note: 2000,
};

/** The fields in their groups, in the order of the form. */
export const connectFields = {
  name: [
    { name: 'firstName', type: 'text', autocomplete: 'given-name', required: true },
    { name: 'lastName', type: 'text', autocomplete: 'family-name', required: true },
  ],
  /** One of them is needed. */
  reach: [
    { name: 'email', type: 'email', autocomplete: 'email' },
    { name: 'phone', type: 'tel', autocomplete: 'tel' },
  ],
  work: [
    { name: 'company', type: 'text', autocomplete: 'organization' },
    { name: 'jobTitle', type: 'text', autocomplete: 'organization-title' },
  ],
  more: [
    // Not of type "url": browsers would refuse www.example.org, which people type.
    { name: 'website', type: 'text', autocomplete: 'url', inputmode: 'url', wide: true },
    { name: 'street', type: 'text', autocomplete: 'address-line1' },
    { name: 'postalCode', type: 'text', autocomplete: 'postal-code' },
    { name: 'city', type: 'text', autocomplete: 'address-level2' },
    { name: 'country', type: 'text', autocomplete: 'country-name' },
  ],
  note: [{ name: 'note', type: 'lines', autocomplete: 'off', wide: true }],
} as const satisfies Record<string, readonly FormField[]>;
