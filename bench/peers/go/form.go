package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// fields are the measurements of a wheel, in the order of the statements.
type fields struct {
	TreadDiameterNew      *string `json:"treadDiameterNew"`
	LastShopIssueSize     *string `json:"lastShopIssueSize"`
	CondemningDia         *string `json:"condemningDia"`
	WheelGauge            *string `json:"wheelGauge"`
	VariationSameAxle     *string `json:"variationSameAxle"`
	VariationSameBogie    *string `json:"variationSameBogie"`
	VariationSameCoach    *string `json:"variationSameCoach"`
	WheelProfile          *string `json:"wheelProfile"`
	IntermediateWWP       *string `json:"intermediateWWP"`
	BearingSeatDiameter   *string `json:"bearingSeatDiameter"`
	RollerBearingOuterDia *string `json:"rollerBearingOuterDia"`
	RollerBearingBoreDia  *string `json:"rollerBearingBoreDia"`
	RollerBearingWidth    *string `json:"rollerBearingWidth"`
	AxleBoxHousingBoreDia *string `json:"axleBoxHousingBoreDia"`
	WheelDiscWidth        *string `json:"wheelDiscWidth"`
	FlangeHeight          *string `json:"flangeHeight"`
	RootRadius            *string `json:"rootRadius"`
}

const (
	fieldCount    = 17
	requiredCount = 15
)

var fieldNames = [fieldCount]string{
	"treadDiameterNew", "lastShopIssueSize", "condemningDia", "wheelGauge", "variationSameAxle", "variationSameBogie",
	"variationSameCoach", "wheelProfile", "intermediateWWP", "bearingSeatDiameter", "rollerBearingOuterDia",
	"rollerBearingBoreDia", "rollerBearingWidth", "axleBoxHousingBoreDia", "wheelDiscWidth", "flangeHeight", "rootRadius",
}

func (f *fields) all() [fieldCount]**string {
	return [fieldCount]**string{
		&f.TreadDiameterNew, &f.LastShopIssueSize, &f.CondemningDia, &f.WheelGauge, &f.VariationSameAxle,
		&f.VariationSameBogie, &f.VariationSameCoach, &f.WheelProfile, &f.IntermediateWWP, &f.BearingSeatDiameter,
		&f.RollerBearingOuterDia, &f.RollerBearingBoreDia, &f.RollerBearingWidth, &f.AxleBoxHousingBoreDia,
		&f.WheelDiscWidth, &f.FlangeHeight, &f.RootRadius,
	}
}

// date is a calendar date, instant a moment in UTC, with all six digits of a
// second's fraction or none.
type date time.Time
type instant time.Time

func (d date) MarshalJSON() ([]byte, error) {
	return time.Time(d).AppendFormat(nil, `"2006-01-02"`), nil
}

func (d *date) UnmarshalJSON(text []byte) error {
	read, err := time.Parse(`"2006-01-02"`, string(text))
	*d = date(read)
	return err
}

func (i instant) MarshalJSON() ([]byte, error) {
	layout := `"2006-01-02T15:04:05.000000Z"`
	if time.Time(i).Nanosecond() == 0 {
		layout = `"2006-01-02T15:04:05Z"`
	}
	return time.Time(i).UTC().AppendFormat(nil, layout), nil
}

type form struct {
	ID             int64           `json:"id"`
	FormNumber     string          `json:"formNumber"`
	SubmittedBy    int64           `json:"submittedBy"`
	SubmittedDate  date            `json:"submittedDate"`
	DepotID        *int64          `json:"depotId"`
	Status         string          `json:"status"`
	Findings       json.RawMessage `json:"findings"`
	WorstSeverity  int16           `json:"worstSeverity"`
	CreatedBy      int64           `json:"createdBy"`
	Version        int64           `json:"version"`
	CreatedAt      instant         `json:"createdAt"`
	UpdatedAt      instant         `json:"updatedAt"`
	StockType      string          `json:"stockType"`
	RuleSetVersion int32           `json:"ruleSetVersion"`
	Fields         fields          `json:"fields"`
}

// scan reads a row of the statements, and what they have behind the form.
func (f *form) scan(row pgx.Row, more ...any) error {
	targets := [...]any{
		&f.ID, &f.FormNumber, &f.SubmittedBy, (*time.Time)(&f.SubmittedDate), &f.DepotID, &f.Status, (*[]byte)(&f.Findings),
		&f.WorstSeverity, &f.CreatedBy, &f.Version, (*time.Time)(&f.CreatedAt), (*time.Time)(&f.UpdatedAt), &f.StockType,
		&f.RuleSetVersion,
	}
	into := make([]any, 0, len(targets)+fieldCount+len(more))
	into = append(into, targets[:]...)
	for _, text := range f.Fields.all() {
		into = append(into, text)
	}
	if err := row.Scan(append(into, more...)...); err != nil {
		return err
	}
	f.Status = strings.ToUpper(f.Status[:1]) + f.Status[1:]
	return nil
}

type newForm struct {
	FormNumber    string `json:"formNumber"`
	SubmittedDate date   `json:"submittedDate"`
	Fields        fields `json:"fields"`
}

// keptForm is what the event keeps of a new form.
type keptForm struct {
	FormNumber    string  `json:"formNumber"`
	SubmittedBy   int64   `json:"submittedBy"`
	SubmittedDate date    `json:"submittedDate"`
	StockType     string  `json:"stockType"`
	Fields        *fields `json:"fields"`
}

var (
	formNumber = regexp.MustCompile(`^[A-Za-z0-9_/.-]{1,50}$`)
	firstDate  = time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC)
)

// values gives the parameters of the statement that stores the form; or all that is wrong with it, by path.
func (n *newForm) values(person int64) ([]any, map[string]string) {
	errors := map[string]string{}
	if !formNumber.MatchString(n.FormNumber) {
		errors["formNumber"] = "1 to 50 of letters, digits, '-', '_', '/' and '.'"
	}
	day := time.Time(n.SubmittedDate)
	if day.Before(firstDate) || day.After(time.Now()) {
		errors["submittedDate"] = "not before 1950 and not in the future"
	}
	kept, err := json.Marshal(keptForm{n.FormNumber, person, n.SubmittedDate, "ICF", &n.Fields})
	if err != nil {
		errors["fields"] = err.Error()
	}
	values := make([]any, 0, 4+4*fieldCount)
	values = append(values, person, n.FormNumber, day, kept)
	for place, text := range n.Fields.all() {
		var read sizes
		ok := *text == nil && place >= requiredCount
		if *text != nil && len(**text) <= 100 {
			read, ok = readMeasurement(**text)
		}
		if !ok {
			errors[fmt.Sprintf("fields.%s", fieldNames[place])] = "write it like 915 (900-1000) or 20 TO 28"
		}
		values = append(values, *text, read.nominal, read.low, read.high)
	}
	return values, errors
}
