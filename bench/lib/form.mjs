/// The body of a wheel specification; `number` makes one differ from the next.
export function wheelSpecification(formNumber, number = 0) {
  const worn = number % 4 === 3;
  return {
    formNumber,
    submittedDate: "2024-01-15",
    fields: {
      treadDiameterNew: `${905 + (number % 15)} (900-1000)`,
      lastShopIssueSize: `${828 + (number % 20)} (800-900)`,
      condemningDia: "825 (800-900)",
      wheelGauge: worn ? "1603" : "1600 (+2,-1)",
      variationSameAxle: worn ? "0.7" : "0.5",
      variationSameBogie: `${1 + (number % 5)}`,
      variationSameCoach: `${3 + (number % 11)}`,
      wheelProfile: worn ? "21.4 Flange Thickness" : "29.4 Flange Thickness",
      intermediateWWP: "20 TO 28",
      bearingSeatDiameter: "130.043 TO 130.068",
      rollerBearingOuterDia: "280 (+0.0/-0.035)",
      rollerBearingBoreDia: "130 (+0.0/-0.025)",
      rollerBearingWidth: "93 (+0/-0.250)",
      axleBoxHousingBoreDia: "280 (+0.030/+0.052)",
      wheelDiscWidth: "127 (+4/-0)",
    },
  };
}
