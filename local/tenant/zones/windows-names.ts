/** Windows time zones by area of their IANA name: `City=Windows name`, as CLDR maps them for the world (territory 001). */
const areas: Record<string, string> = {
  Africa: `
    Cairo=Egypt Standard Time; Casablanca=Morocco Standard Time; Johannesburg=South Africa Standard Time;
    Juba=South Sudan Standard Time; Khartoum=Sudan Standard Time; Lagos=W. Central Africa Standard Time;
    Nairobi=E. Africa Standard Time; Sao_Tome=Sao Tome Standard Time; Tripoli=Libya Standard Time;
    Windhoek=Namibia Standard Time
  `,
  America: `
    Adak=Aleutian Standard Time; Anchorage=Alaskan Standard Time; Araguaina=Tocantins Standard Time;
    Asuncion=Paraguay Standard Time; Bahia=Bahia Standard Time; Bogota=SA Pacific Standard Time;
    Buenos_Aires=Argentina Standard Time; Cancun=Eastern Standard Time (Mexico); Caracas=Venezuela Standard
    Time; Cayenne=SA Eastern Standard Time; Chicago=Central Standard Time; Cuiaba=Central Brazilian Standard
    Time; Denver=Mountain Standard Time; Godthab=Greenland Standard Time; Grand_Turk=Turks And Caicos
    Standard Time; Guatemala=Central America Standard Time; Halifax=Atlantic Standard Time; Havana=Cuba
    Standard Time; Indianapolis=US Eastern Standard Time; La_Paz=SA Western Standard Time;
    Los_Angeles=Pacific Standard Time; Mazatlan=Mountain Standard Time (Mexico); Mexico_City=Central
    Standard Time (Mexico); Miquelon=Saint Pierre Standard Time; Montevideo=Montevideo Standard Time;
    New_York=Eastern Standard Time; Phoenix=US Mountain Standard Time; Port-au-Prince=Haiti Standard Time;
    Punta_Arenas=Magallanes Standard Time; Regina=Canada Central Standard Time; Santiago=Pacific SA Standard
    Time; Sao_Paulo=E. South America Standard Time; St_Johns=Newfoundland Standard Time; Tijuana=Pacific
    Standard Time (Mexico); Whitehorse=Yukon Standard Time
  `,
  Asia: `
    Amman=Jordan Standard Time; Baghdad=Arabic Standard Time; Baku=Azerbaijan Standard Time; Bangkok=SE Asia
    Standard Time; Barnaul=Altai Standard Time; Beirut=Middle East Standard Time; Bishkek=Central Asia
    Standard Time; Calcutta=India Standard Time; Chita=Transbaikal Standard Time; Colombo=Sri Lanka Standard
    Time; Damascus=Syria Standard Time; Dhaka=Bangladesh Standard Time; Dubai=Arabian Standard Time;
    Hebron=West Bank Standard Time; Hovd=W. Mongolia Standard Time; Irkutsk=North Asia East Standard Time;
    Jerusalem=Israel Standard Time; Kabul=Afghanistan Standard Time; Kamchatka=Russia Time Zone 11;
    Kamchatka=Kamchatka Standard Time; Karachi=Pakistan Standard Time; Katmandu=Nepal Standard Time;
    Krasnoyarsk=North Asia Standard Time; Magadan=Magadan Standard Time; Novosibirsk=N. Central Asia
    Standard Time; Omsk=Omsk Standard Time; Pyongyang=North Korea Standard Time; Qyzylorda=Qyzylorda
    Standard Time; Rangoon=Myanmar Standard Time; Riyadh=Arab Standard Time; Sakhalin=Sakhalin Standard
    Time; Seoul=Korea Standard Time; Shanghai=China Standard Time; Singapore=Singapore Standard Time;
    Srednekolymsk=Russia Time Zone 10; Taipei=Taipei Standard Time; Tashkent=West Asia Standard Time;
    Tbilisi=Georgian Standard Time; Tehran=Iran Standard Time; Tokyo=Tokyo Standard Time; Tomsk=Tomsk
    Standard Time; Ulaanbaatar=Ulaanbaatar Standard Time; Vladivostok=Vladivostok Standard Time;
    Yakutsk=Yakutsk Standard Time; Yekaterinburg=Ekaterinburg Standard Time; Yerevan=Caucasus Standard Time
  `,
  Atlantic: `
    Azores=Azores Standard Time; Cape_Verde=Cape Verde Standard Time; Reykjavik=Greenwich Standard Time
  `,
  Australia: `
    Adelaide=Cen. Australia Standard Time; Brisbane=E. Australia Standard Time; Darwin=AUS Central Standard
    Time; Eucla=Aus Central W. Standard Time; Hobart=Tasmania Standard Time; Lord_Howe=Lord Howe Standard
    Time; Perth=W. Australia Standard Time; Sydney=AUS Eastern Standard Time
  `,
  Etc: `
    GMT+11=UTC-11; GMT+12=Dateline Standard Time; GMT+2=UTC-02; GMT+2=Mid-Atlantic Standard Time;
    GMT+8=UTC-08; GMT+9=UTC-09; GMT-12=UTC+12; GMT-13=UTC+13
  `,
  Europe: `
    Astrakhan=Astrakhan Standard Time; Berlin=W. Europe Standard Time; Bucharest=GTB Standard Time;
    Budapest=Central Europe Standard Time; Chisinau=E. Europe Standard Time; Istanbul=Turkey Standard Time;
    Kaliningrad=Kaliningrad Standard Time; Kiev=FLE Standard Time; London=GMT Standard Time; Minsk=Belarus
    Standard Time; Moscow=Russian Standard Time; Paris=Romance Standard Time; Samara=Russia Time Zone 3;
    Saratov=Saratov Standard Time; Volgograd=Volgograd Standard Time; Warsaw=Central European Standard Time
  `,
  Indian: `
    Mauritius=Mauritius Standard Time
  `,
  Pacific: `
    Apia=Samoa Standard Time; Auckland=New Zealand Standard Time; Bougainville=Bougainville Standard Time;
    Chatham=Chatham Islands Standard Time; Easter=Easter Island Standard Time; Fiji=Fiji Standard Time;
    Guadalcanal=Central Pacific Standard Time; Honolulu=Hawaiian Standard Time; Kiritimati=Line Islands
    Standard Time; Marquesas=Marquesas Standard Time; Norfolk=Norfolk Standard Time; Port_Moresby=West
    Pacific Standard Time; Tongatapu=Tonga Standard Time
  `,
  UTC: `
    =UTC
  `,
};

/** IANA name by Windows name in lower case. */
export const zoneByWindowsName: ReadonlyMap<string, string> = new Map(
  Object.entries(areas).flatMap(([area, list]) =>
    list.split(';').map((entry): [string, string] => {
      const [city = '', name = ''] = entry.replaceAll(/\s+/g, ' ').trim().split('=');
      return [name.toLowerCase(), city === '' ? area : `${area}/${city}`];
    }),
  ),
);
