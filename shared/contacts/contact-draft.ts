/** What a new contact is written with; fields that are empty are left out. Text only. */
export interface ContactDraft {
  givenName: string;
  surname: string;
  displayName: string;
  companyName: string;
  jobTitle: string;
  email: string;
  businessPhone: string;
  mobilePhone: string;
  website: string;
  street: string;
  postalCode: string;
  city: string;
  country: string;
  notes: string;
  categories: readonly string[];
}

/** A contact that exists, as far as completing it needs: which fields of a draft are filled already. */
export interface ExistingContact {
  id: string;
  /** A change is refused when somebody changed the contact since this version. */
  version: string;
  filled: ReadonlySet<keyof ContactDraft>;
}
