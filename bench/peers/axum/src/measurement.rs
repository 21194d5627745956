//! A measurement in the service's own notations: `0.5`, `29.4 Flange Thickness`, `20 TO 28`, `915 (900-1000)` and
//! `1600 (+2,-1)`; not all that people type besides.

const LONGEST: i32 = 100_000_000; // micrometres

/// What a text says, in micrometres.
#[derive(Debug, Default, PartialEq)]
pub struct Sizes {
    pub nominal: Option<i32>,
    pub low: Option<i32>,
    pub high: Option<i32>,
}

pub fn read(text: &str) -> Option<Sizes> {
    let mut rest = Rest(text);
    let first = rest.number()?;
    let sizes = if rest.0.is_empty() {
        Sizes {
            nominal: Some(first),
            ..Sizes::default()
        }
    } else if rest.take("(") {
        let (low, high) = if rest.0.starts_with(['+', '-']) {
            let one = rest.deviation()?;
            if !rest.take(",") && !rest.take("/") {
                return None;
            }
            let other = rest.deviation()?;
            (first + one.min(other), first + one.max(other))
        } else {
            rest.range()?
        };
        if !rest.take(")") {
            return None;
        }
        Sizes {
            nominal: Some(first),
            low: Some(low),
            high: Some(high),
        }
    } else if rest.take("TO") {
        let last = rest.number()?;
        Sizes {
            nominal: None,
            low: Some(first),
            high: Some(last),
        }
    } else {
        let is_label = |c: char| c.is_ascii_alphabetic() || " -.'/".contains(c);
        if !rest.0.chars().all(is_label) {
            return None;
        }
        rest.0 = "";
        Sizes {
            nominal: Some(first),
            ..Sizes::default()
        }
    };
    let in_order = match (sizes.low, sizes.high) {
        (Some(low), Some(high)) => 0 <= low && low <= high && high <= LONGEST,
        _ => true,
    };
    (rest.0.is_empty() && in_order).then_some(sizes)
}

/// What has not been read yet.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    fn take(&mut self, token: &str) -> bool {
        let Some(rest) = self.0.strip_prefix(token) else {
            return false;
        };
        self.0 = rest.trim_start_matches(' ');
        true
    }

    /// Millimetres, with three decimals at most.
    fn number(&mut self) -> Option<i32> {
        let size = self
            .0
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(self.0.len());
        let (number, rest) = self.0.split_at(size);
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        if whole.is_empty() || decimals.len() > 3 || decimals.contains('.') {
            return None;
        }
        let mut micrometres = whole.parse::<i32>().ok().filter(|whole| *whole <= LONGEST / 1000)? * 1000;
        for (decimal, unit) in decimals.bytes().zip([100, 10, 1]) {
            micrometres += i32::from(decimal - b'0') * unit;
        }
        self.0 = rest.trim_start_matches(' ');
        (micrometres <= LONGEST).then_some(micrometres)
    }

    fn deviation(&mut self) -> Option<i32> {
        if self.take("+") {
            self.number()
        } else if self.take("-") {
            self.number().map(|size| -size)
        } else {
            self.number().filter(|size| *size == 0)
        }
    }

    fn range(&mut self) -> Option<(i32, i32)> {
        let low = self.number()?;
        if !self.take("-") {
            return None;
        }
        Some((low, self.number()?))
    }
}
