-- $1: the person; $2: form number; $3: date of the work; $4: the form as its event keeps it; from $5 on four of each
-- measurement: its text, nominal, low and high. No row: the form number is taken.
WITH record AS (
    INSERT INTO wheel_specifications (
        created_by, submitted_by, depot_id, form_number, submitted_date, findings, worst_severity, stock_type,
        rule_set_version,
        tread_diameter_new, tread_diameter_new_nominal, tread_diameter_new_low, tread_diameter_new_high,
        last_shop_issue_size, last_shop_issue_size_nominal, last_shop_issue_size_low, last_shop_issue_size_high,
        condemning_dia, condemning_dia_nominal, condemning_dia_low, condemning_dia_high, wheel_gauge,
        wheel_gauge_nominal, wheel_gauge_low, wheel_gauge_high, variation_same_axle, variation_same_axle_nominal,
        variation_same_axle_low, variation_same_axle_high, variation_same_bogie, variation_same_bogie_nominal,
        variation_same_bogie_low, variation_same_bogie_high, variation_same_coach, variation_same_coach_nominal,
        variation_same_coach_low, variation_same_coach_high, wheel_profile, wheel_profile_nominal, wheel_profile_low,
        wheel_profile_high, intermediate_wwp, intermediate_wwp_nominal, intermediate_wwp_low, intermediate_wwp_high,
        bearing_seat_diameter, bearing_seat_diameter_nominal, bearing_seat_diameter_low, bearing_seat_diameter_high,
        roller_bearing_outer_dia, roller_bearing_outer_dia_nominal, roller_bearing_outer_dia_low,
        roller_bearing_outer_dia_high, roller_bearing_bore_dia, roller_bearing_bore_dia_nominal,
        roller_bearing_bore_dia_low, roller_bearing_bore_dia_high, roller_bearing_width,
        roller_bearing_width_nominal, roller_bearing_width_low, roller_bearing_width_high, axle_box_housing_bore_dia,
        axle_box_housing_bore_dia_nominal, axle_box_housing_bore_dia_low, axle_box_housing_bore_dia_high,
        wheel_disc_width, wheel_disc_width_nominal, wheel_disc_width_low, wheel_disc_width_high, flange_height,
        flange_height_nominal, flange_height_low, flange_height_high, root_radius, root_radius_nominal,
        root_radius_low, root_radius_high)
    VALUES (
        $1, $1, (SELECT users.depot_id FROM users WHERE users.id = $1), $2, $3, '[]', 1, 'ICF', 1,
        $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27,
        $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49,
        $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71,
        $72)
    ON CONFLICT (lower(form_number)) DO NOTHING
    RETURNING *)
SELECT
    id, form_number, submitted_by, submitted_date, depot_id, status, findings, worst_severity, created_by, version,
    created_at, updated_at, stock_type, rule_set_version, tread_diameter_new, last_shop_issue_size, condemning_dia,
    wheel_gauge, variation_same_axle, variation_same_bogie, variation_same_coach, wheel_profile, intermediate_wwp,
    bearing_seat_diameter, roller_bearing_outer_dia, roller_bearing_bore_dia, roller_bearing_width,
    axle_box_housing_bore_dia, wheel_disc_width, flange_height, root_radius
FROM record, LATERAL append_event(
    $1, 'wheel_specification', record.id, record.version, 'created', NULL, $4, '', '127.0.0.1')
