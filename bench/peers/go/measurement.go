package main

import "strings"

const longest = 100_000_000 // micrometres

// sizes is what a measurement says, in micrometres.
type sizes struct{ nominal, low, high *int32 }

// readMeasurement reads a measurement in the service's own notations: `0.5`, `29.4 Flange Thickness`, `20 TO 28`,
// `915 (900-1000)` and `1600 (+2,-1)`; not all that people type besides.
func readMeasurement(text string) (sizes, bool) {
	rest := rest(text)
	first, ok := rest.number()
	if !ok {
		return sizes{}, false
	}
	switch {
	case rest == "":
		return sizes{nominal: &first}, true
	case rest.take("("):
		low, high, ok := rest.bracket(first)
		if !ok || !rest.take(")") || rest != "" {
			return sizes{}, false
		}
		return sizes{&first, &low, &high}, 0 <= low && low <= high && high <= longest
	case rest.take("TO"):
		last, ok := rest.number()
		return sizes{low: &first, high: &last}, ok && rest == "" && first <= last
	default:
		isNoLabel := func(c rune) bool { return !isLetter(c) && !strings.ContainsRune(" -.'/", c) }
		return sizes{nominal: &first}, strings.IndexFunc(string(rest), isNoLabel) < 0
	}
}

func isLetter(c rune) bool { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') }
func isDigit(c rune) bool  { return c >= '0' && c <= '9' }

// rest is what has not been read yet.
type rest string

func (r *rest) take(token string) bool {
	after, found := strings.CutPrefix(string(*r), token)
	if found {
		*r = rest(strings.TrimLeft(after, " "))
	}
	return found
}

// number reads millimetres with three decimals at most.
func (r *rest) number() (int32, bool) {
	size := strings.IndexFunc(string(*r), func(c rune) bool { return !isDigit(c) && c != '.' })
	if size < 0 {
		size = len(*r)
	}
	whole, decimals, _ := strings.Cut(string((*r)[:size]), ".")
	if whole == "" || len(whole) > 6 || len(decimals) > 3 || strings.Contains(decimals, ".") {
		return 0, false
	}
	var micrometres int32
	for place := range len(whole) + 3 {
		micrometres *= 10
		if place < len(whole) {
			micrometres += int32(whole[place] - '0')
		} else if place -= len(whole); place < len(decimals) {
			micrometres += int32(decimals[place] - '0')
		}
	}
	*r = rest(strings.TrimLeft(string((*r)[size:]), " "))
	return micrometres, micrometres <= longest
}

// bracket reads a range, or deviations from the nominal.
func (r *rest) bracket(nominal int32) (low, high int32, ok bool) {
	if !strings.HasPrefix(string(*r), "+") && !strings.HasPrefix(string(*r), "-") {
		low, ok = r.number()
		if !ok || !r.take("-") {
			return 0, 0, false
		}
		high, ok = r.number()
		return low, high, ok
	}
	one, ok := r.deviation()
	if !ok || (!r.take(",") && !r.take("/")) {
		return 0, 0, false
	}
	other, ok := r.deviation()
	return nominal + min(one, other), nominal + max(one, other), ok
}

func (r *rest) deviation() (int32, bool) {
	plus, minus := r.take("+"), r.take("-")
	size, ok := r.number()
	if minus {
		return -size, ok && !plus
	}
	return size, ok && (plus || size == 0)
}
