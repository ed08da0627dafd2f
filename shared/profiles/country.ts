import { z } from 'zod';
import { isSupportedCountry, type CountryCode } from 'libphonenumber-js/max';

/** The country whose numbers are written without a country code. */
export const country = z
  .string()
  .refine((code): code is CountryCode => isSupportedCountry(code), 'must be a country code such as DE, AT or CH');
