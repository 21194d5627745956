-- $1: the form's id.
SELECT
    id, form_number, submitted_by, submitted_date, depot_id, status, findings, worst_severity, created_by, version,
    created_at, updated_at, stock_type, rule_set_version, tread_diameter_new, last_shop_issue_size, condemning_dia,
    wheel_gauge, variation_same_axle, variation_same_bogie, variation_same_coach, wheel_profile, intermediate_wwp,
    bearing_seat_diameter, roller_bearing_outer_dia, roller_bearing_bore_dia, roller_bearing_width,
    axle_box_housing_bore_dia, wheel_disc_width, flange_height, root_radius
FROM wheel_specifications
WHERE id = $1
