//! A wheel specification: as it is sent, stored and answered.
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use tokio_postgres::{types::Json, Row};

use crate::measurement::{self, Sizes};

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fields<S> {
    tread_diameter_new: S,
    last_shop_issue_size: S,
    condemning_dia: S,
    wheel_gauge: S,
    variation_same_axle: S,
    variation_same_bogie: S,
    variation_same_coach: S,
    wheel_profile: S,
    #[serde(rename = "intermediateWWP")]
    intermediate_wwp: S,
    bearing_seat_diameter: S,
    roller_bearing_outer_dia: S,
    roller_bearing_bore_dia: S,
    roller_bearing_width: S,
    axle_box_housing_bore_dia: S,
    wheel_disc_width: S,
    flange_height: Option<S>,
    root_radius: Option<S>,
}

pub const FIELDS: usize = 17;

impl Fields<String> {
    /// Name on the wire and text of each, in the order of the statements.
    fn texts(&self) -> [(&'static str, Option<&String>); FIELDS] {
        [
            ("treadDiameterNew", Some(&self.tread_diameter_new)),
            ("lastShopIssueSize", Some(&self.last_shop_issue_size)),
            ("condemningDia", Some(&self.condemning_dia)),
            ("wheelGauge", Some(&self.wheel_gauge)),
            ("variationSameAxle", Some(&self.variation_same_axle)),
            ("variationSameBogie", Some(&self.variation_same_bogie)),
            ("variationSameCoach", Some(&self.variation_same_coach)),
            ("wheelProfile", Some(&self.wheel_profile)),
            ("intermediateWWP", Some(&self.intermediate_wwp)),
            ("bearingSeatDiameter", Some(&self.bearing_seat_diameter)),
            ("rollerBearingOuterDia", Some(&self.roller_bearing_outer_dia)),
            ("rollerBearingBoreDia", Some(&self.roller_bearing_bore_dia)),
            ("rollerBearingWidth", Some(&self.roller_bearing_width)),
            ("axleBoxHousingBoreDia", Some(&self.axle_box_housing_bore_dia)),
            ("wheelDiscWidth", Some(&self.wheel_disc_width)),
            ("flangeHeight", self.flange_height.as_ref()),
            ("rootRadius", self.root_radius.as_ref()),
        ]
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewForm {
    pub form_number: String,
    pub submitted_date: NaiveDate,
    pub fields: Fields<String>,
}

/// A measurement as it is written to the table.
#[derive(Default)]
pub struct Written<'a> {
    pub text: Option<&'a String>,
    pub sizes: Sizes,
}

impl NewForm {
    /// The measurements; or all that is wrong with the form, by path.
    pub fn checked(&self) -> Result<[Written<'_>; FIELDS], BTreeMap<String, &'static str>> {
        let mut errors = BTreeMap::new();
        let is_number = |c: u8| c.is_ascii_alphanumeric() || b"-_/.".contains(&c);
        if !(1..=50).contains(&self.form_number.len()) || !self.form_number.bytes().all(is_number) {
            errors.insert("formNumber".into(), "1 to 50 of letters, digits, '-', '_', '/' and '.'");
        }
        let first = NaiveDate::from_ymd_opt(1950, 1, 1).expect("a date");
        if self.submitted_date < first || self.submitted_date > Utc::now().date_naive() {
            errors.insert("submittedDate".into(), "not before 1950 and not in the future");
        }
        let mut written: [Written; FIELDS] = Default::default();
        for ((name, text), written) in self.fields.texts().into_iter().zip(&mut written) {
            let Some(known) = text else { continue };
            match measurement::read(known) {
                Some(sizes) if known.len() <= 100 => *written = Written { text, sizes },
                _ => drop(errors.insert(format!("fields.{name}"), "write it like 915 (900-1000) or 20 TO 28")),
            }
        }
        if errors.is_empty() {
            Ok(written)
        } else {
            Err(errors)
        }
    }
}

/// What the event keeps of a new form.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Kept<'a> {
    form_number: &'a str,
    submitted_by: i64,
    submitted_date: NaiveDate,
    stock_type: &'static str,
    fields: &'a Fields<String>,
}

impl<'a> Kept<'a> {
    pub fn of(form: &'a NewForm, person: i64) -> Self {
        Kept {
            form_number: &form.form_number,
            submitted_by: person,
            submitted_date: form.submitted_date,
            stock_type: "ICF",
            fields: &form.fields,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Form<'a> {
    id: i64,
    form_number: &'a str,
    submitted_by: i64,
    submitted_date: NaiveDate,
    depot_id: Option<i64>,
    status: &'static str,
    findings: &'a RawValue,
    worst_severity: i16,
    created_by: i64,
    version: i64,
    #[serde(serialize_with = "instant")]
    created_at: DateTime<Utc>,
    #[serde(serialize_with = "instant")]
    updated_at: DateTime<Utc>,
    stock_type: &'a str,
    rule_set_version: i32,
    fields: Fields<&'a str>,
}

fn instant<S: Serializer>(at: &DateTime<Utc>, to: S) -> Result<S::Ok, S::Error> {
    let format = if at.timestamp_subsec_micros() == 0 {
        SecondsFormat::Secs
    } else {
        SecondsFormat::Micros
    };
    to.serialize_str(&at.to_rfc3339_opts(format, true))
}

/// In the database, and on the wire.
pub const STATUSES: [(&str, &str); 5] = [
    ("saved", "Saved"),
    ("submitted", "Submitted"),
    ("reviewed", "Reviewed"),
    ("approved", "Approved"),
    ("rejected", "Rejected"),
];

impl<'a> Form<'a> {
    /// The columns are those of the statements, in their order.
    pub fn of(row: &'a Row) -> Self {
        let status: &str = row.get(5);
        let findings: Json<&RawValue> = row.get(6);
        Form {
            id: row.get(0),
            form_number: row.get(1),
            submitted_by: row.get(2),
            submitted_date: row.get(3),
            depot_id: row.get(4),
            status: STATUSES
                .iter()
                .find(|(stored, _)| *stored == status)
                .map_or("", |(_, wire)| wire),
            findings: findings.0,
            worst_severity: row.get(7),
            created_by: row.get(8),
            version: row.get(9),
            created_at: row.get(10),
            updated_at: row.get(11),
            stock_type: row.get(12),
            rule_set_version: row.get(13),
            fields: Fields {
                tread_diameter_new: row.get(14),
                last_shop_issue_size: row.get(15),
                condemning_dia: row.get(16),
                wheel_gauge: row.get(17),
                variation_same_axle: row.get(18),
                variation_same_bogie: row.get(19),
                variation_same_coach: row.get(20),
                wheel_profile: row.get(21),
                intermediate_wwp: row.get(22),
                bearing_seat_diameter: row.get(23),
                roller_bearing_outer_dia: row.get(24),
                roller_bearing_bore_dia: row.get(25),
                roller_bearing_width: row.get(26),
                axle_box_housing_bore_dia: row.get(27),
                wheel_disc_width: row.get(28),
                flange_height: row.get(29),
                root_radius: row.get(30),
            },
        }
    }
}
