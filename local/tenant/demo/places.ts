/** A town with the area code and the numbers that nobody has there. */
export interface Place {
  city: string;
  postalCode: string;
  state?: string;
  country?: string;
  /** Country calling code, digits only. */
  dialling: string;
  /** Area code without its leading zero. */
  area: string;
  /** What every local number begins with. */
  local: string;
}

/*
 * Numbers that ring at nobody's: the five blocks that the Bundesnetzagentur keeps for films (030 23125, 040 66969,
 * 069 90009, 0221 4710, 089 99998), Ofcom's and ARCEP's for London and Paris, and elsewhere local numbers in 11, where
 * the emergency and information services begin (110, 112, 115, 118), so that no subscriber can have one.
 */
const unassigned = '11';

/** Where the customers in Bavaria are. */
export const bavaria: readonly [Place, ...Place[]] = [
  bavarian('Ingolstadt', '85049', '841'),
  bavarian('Ingolstadt', '85057', '841'),
  bavarian('Eichstätt', '85072', '8421'),
  bavarian('Neuburg an der Donau', '86633', '8431'),
  bavarian('Pfaffenhofen an der Ilm', '85276', '8441'),
  bavarian('Kösching', '85092', '8456'),
  bavarian('Manching', '85077', '8459'),
  bavarian('Regensburg', '93047', '941'),
  bavarian('Augsburg', '86150', '821'),
  bavarian('Nürnberg', '90402', '911'),
  bavarian('Landshut', '84028', '871'),
  { ...bavarian('München', '80331', '89'), local: '99998' },
];

/** And in the rest of Germany. */
export const germany: readonly [Place, ...Place[]] = [
  german('Berlin', '10115', '30', '23125'),
  german('Hamburg', '20095', '40', '66969'),
  german('Frankfurt am Main', '60311', '69', '90009'),
  german('Köln', '50667', '221', '4710'),
  german('Stuttgart', '70173', '711', unassigned),
  german('Leipzig', '04109', '341', unassigned),
  german('Ulm', '89073', '731', unassigned),
];

/** Austria and Switzerland. */
export const neighbours: readonly [Place, ...Place[]] = [
  { city: 'Innsbruck', postalCode: '6020', country: 'Österreich', dialling: '43', area: '512', local: unassigned },
  { city: 'Salzburg', postalCode: '5020', country: 'Österreich', dialling: '43', area: '662', local: unassigned },
  { city: 'Linz', postalCode: '4020', country: 'Österreich', dialling: '43', area: '732', local: unassigned },
  { city: 'Zürich', postalCode: '8001', country: 'Schweiz', dialling: '41', area: '44', local: '1100' },
  { city: 'St. Gallen', postalCode: '9000', country: 'Schweiz', dialling: '41', area: '71', local: '1100' },
];

/** Where manufacturers are. */
export const abroad: readonly [Place, ...Place[]] = [
  { city: 'London', postalCode: 'EC1A 1BB', country: 'United Kingdom', dialling: '44', area: '20', local: '79460' },
  { city: 'Paris', postalCode: '75002', country: 'France', dialling: '33', area: '1', local: '99000' },
  { city: '東京', postalCode: '100-0005', country: '日本', dialling: '81', area: '3', local: '11900' },
  { city: '上海', postalCode: '200001', country: '中国', dialling: '86', area: '21', local: '11900' },
];

function bavarian(city: string, postalCode: string, area: string): Place {
  return { ...german(city, postalCode, area, unassigned), state: 'Bayern' };
}

function german(city: string, postalCode: string, area: string, local: string): Place {
  return { city, postalCode, country: 'Deutschland', dialling: '49', area, local };
}
