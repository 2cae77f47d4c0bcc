#include "io/read_fixture.h"

#include <math.h>

static const struct dated ALWAYS;

/* ---- real files --------------------------------------------------------------------- */

static const struct real {
    const char *name, *zones, *file, *fields;
    enum ws_status status;
    const char *says;
    uint32_t count, provider_count;
} REAL[] = {
    {"pharmacies", "se-kommuner/kommuner_scb_3006.gpkg", "se-providers/apotek_2025.csv", "", WS_OK,
     "", 1408, 5},
    {"health_centres_in_three_systems", "se-deso-dalarna/kommuner_dalarna_fullres_3006.gpkg",
     "se-providers/vardcentraler_dalarna_2023.csv", "provider=Regi", WS_BAD_DATA,
     "Longitude and Ykoord differ by", 0, 0},
    {"health_centres_pair_named", "se-deso-dalarna/kommuner_dalarna_fullres_3006.gpkg",
     "se-providers/vardcentraler_dalarna_2023.csv", "provider=Regi x=Longitude y=Latitude", WS_OK,
     "differ by", 40, 3},
    {"health_centres_by_northing", "se-deso-dalarna/kommuner_dalarna_fullres_3006.gpkg",
     "se-providers/vardcentraler_dalarna_2023.csv", "provider=Regi x=Sweref99Y y=Sweref99X", WS_OK,
     "differ by", 40, 3},
    {"health_centres_sheet", "se-deso-dalarna/kommuner_dalarna_fullres_3006.gpkg",
     "se-providers/vardcentraler_dalarna_2023.xlsx", "provider=Regi x=Longitude y=Latitude", WS_OK,
     "differ by", 40, 3},
    {"owner_is_never_guessed", "se-deso-dalarna/kommuner_dalarna_fullres_3006.gpkg",
     "se-providers/vardcentraler_dalarna_2023.csv", "", WS_BAD_DATA,
     "no column for offices.provider", 0, 0},
    {"hospitals", "se-kommuner/kommuner_scb_3006.gpkg", "se-providers/sjukhus_eurostat_SE.csv",
     "provider=public_private", WS_OK, "has no provider", 132, 132},
    {"liechtenstein", "osm-liechtenstein/kommuner_4326.gpkg",
     "osm-liechtenstein/servicepunkter_4326.geojson", "provider=klass", WS_OK, "", 71, 0},
};

static void test_real(void **state)
{
    const struct real *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    struct offices offices = {0};
    struct ws_source source, zone_source;
    if (!shared(&source, row->file) || !shared(&zone_source, row->zones))
        skip();
    fixture_open(&fix);
    assert_status(
        &fix, io_read_zones(&zones, fix.io, &zone_source, WS_ROLE_MUNICIPALITIES, &fix.err), WS_OK);
    size_t before = fix.warnings.count;
    source_fields(&source, row->fields);
    enum ws_status st = io_read_offices(&offices, fix.io, &source, &ALWAYS, "", &zones, &fix.err);
    assert_status(&fix, st, row->status);
    if (st) {
        assert_says(&fix, row->says);
    } else {
        assert_int_equal(offices.points.count, row->count);
        if (row->provider_count)
            assert_int_equal(offices.provider_count, row->provider_count);
        assert_true(row->says[0] ? was_warned(&fix, row->says) : fix.warnings.count == before);
        for (uint32_t i = 1; i < offices.points.count; i++)
            assert_true(strcmp(offices.id[i - 1], offices.id[i]) < 0);
    }
    offices_release(&offices);
    zones_release(&zones);
    fixture_close(&fix);
}

/* ---- small files ---------------------------------------------------------------------- */

#define HEAD "id,provider,lon,lat\n"

static const struct small {
    const char *name, *file, *text, *fields, *crs, *as_of, *known_on, *scheme, *eligible;
    bool is_effective;
    enum ws_status status;
    const char *says, *ids; /* ids of those that take part; providers behind a colon */
} SMALL[] = {
    {"in_the_order_of_ids", "a.csv", HEAD "b,P,15.1,59.55\na,Q,15.2,59.56\n", .ids = "a:Q b:P"},
    {"without_id_by_what_they_are", "a.csv", "provider,lon,lat\nQ,15.1,59.55\nP,15.2,59.56\n",
     .ids = "1:P 2:Q"},
    {"geometry_wins", "a.geojson",
     LAYER(SWEREF, FEATURE("\"id\":\"a\",\"provider\":\"P\",\"lon\":0.5,\"lat\":2",
                           POINT(505000, 6605000))),
     .ids = "a:P"},
    {"multipoint_of_one", "a.geojson",
     LAYER(SWEREF, FEATURE("\"id\":\"a\",\"provider\":\"P\"",
                           "{\"type\":\"MultiPoint\",\"coordinates\":[[505000,6605000]]}")),
     .ids = "a:P"},
    {"multipoint_of_two", "a.geojson",
     LAYER(SWEREF, FEATURE("\"id\":\"a\",\"provider\":\"P\"",
                           "{\"type\":\"MultiPoint\",\"coordinates\":[[505000,6605000],[1,2]]}")),
     .status = WS_BAD_DATA,
     .says = "feature 0 (a): the geometry is a MULTIPOINT of several; expected one point"},
    {"null_geometry_is_left_out", "a.geojson",
     LAYER(SWEREF, FEATURE("\"id\":\"a\",\"provider\":\"P\"", POINT(505000, 6605000)) "," FEATURE(
                       "\"id\":\"b\",\"provider\":\"P\"", "null")),
     .says = "the office has no place", .ids = "a:P"},
    {"no_provider_column", "a.csv", "id,owner,lon,lat\na,P,15.1,59.55\n", .status = WS_BAD_DATA,
     .says = "it has id, owner, lon, lat"},
    {"provider_stated", "a.csv", "id,owner,lon,lat\na,P,15.1,59.55\n", .fields = "provider=owner",
     .ids = "a:P"},
    {"empty_provider_is_its_own", "a.csv", HEAD "a,,15.1,59.55\nb,P,15.1,59.55\n",
     .says = "office a has no provider", .ids = "a:(office a) b:P"},
    {"null_is_no_provider", "a.csv", HEAD "a,NULL,15.1,59.55\nb,NULL,15.2,59.55\n",
     .says = "office b has no provider", .ids = "a:(office a) b:(office b)"},
    {"duplicate_id", "a.csv", HEAD "a,P,15.1,59.55\na,Q,15.2,59.55\n", .status = WS_BAD_DATA,
     .says = "line 3: id a is also that of another office (line 2)"},
    {"blank_id", "a.csv", HEAD ",P,15.1,59.55\n", .status = WS_BAD_DATA,
     .says = "line 2: id is blank"},
    {"blank_place_is_left_out", "a.csv", HEAD "a,P,,\nb,P,15.1,59.55\nc,P,NULL,NULL\nd,P,0,0\n",
     .says = "the office has no place", .ids = "b:P"},
    {"text_for_a_number", "a.csv", HEAD "a,P,15.1,59.55\nb,P,15.1,north\n", .status = WS_BAD_DATA,
     .says = "line 3 (b): lat is north; expected a number"},
    {"decimal_comma_in_a_comma_file", "a.csv", HEAD "a,P,15.1,\"59,55\"\nb,P,15.1,59.5\n",
     .status = WS_BAD_DATA, .says = "line 2 (a): lat is 59,55"},
    {"decimal_comma_in_a_semicolon_file", "a.csv", "id;provider;lon;lat\na;P;15,1;59,55\n",
     .ids = "a:P"},
    {"no_coordinates", "a.csv", "id,provider\na,P\n", .status = WS_BAD_DATA,
     .says = "no geometry and no coordinate columns; it has id, provider"},
    {"shapes_as_text", "a.csv", "id,provider,form\na,P,\"POINT (505000 6605000)\"\n",
     .status = WS_BAD_DATA,
     .says = "the column form holds shapes as text: make a layer of them, with their own system, "
             "ogr2ogr -f GPKG offices.gpkg a.csv -oo GEOM_POSSIBLE_NAMES=form -a_srs EPSG:3006"},
    {"a_name_that_begins_like_a_shape", "a.csv", "id,provider,namn\na,P,Point (norr)\n",
     .status = WS_BAD_DATA, .says = "it has id, provider, namn"},
    {"sweref_x_is_northing", "a.csv", "id,provider,Sweref99X,Sweref99Y\na,P,6605000,505000\n",
     .ids = "a:P"},
    {"rt90_x_is_northing", "a.csv", "id,provider,Xkoord,Ykoord\na,P,6605000,1455000\n",
     .ids = "a:P"},
    {"bare_xy_by_range", "a.csv", "id,provider,x,y\na,P,505000,6605000\n", .ids = "a:P"},
    {"bare_xy_of_no_range", "a.csv", "id,provider,x,y\na,P,5,6605000\n", .status = WS_BAD_DATA,
     .says = "--crs offices=EPSG:n"},
    {"easting_with_stated_crs", "a.csv", "id,provider,E,N\na,P,505000,6605000\n",
     .crs = "EPSG:25833", .ids = "a:P"},
    {"swapped_degrees", "a.csv", HEAD "a,P,59.55,15.1\n", .status = WS_BAD_DATA,
     .says = "lon and lat look swapped (lon 59.55, lat 15.1); use --field offices.x=lat --field "
             "offices.y=lon"},
    {"degrees_beyond_the_globe", "a.csv", HEAD "a,P,15.1,95\n", .status = WS_BAD_DATA,
     .says = "line 2 (a): outside the area of the CRS"},
    {"metres_under_degrees", "a.csv", HEAD "a,P,505000,6605000\n", .status = WS_BAD_DATA,
     .says = "lon 505000 and lat 6605000 are coordinates of SWEREF 99 TM, not of degrees"},
    {"far_from_the_zones", "a.csv", HEAD "a,P,2.1,41.5\n", .status = WS_BAD_DATA,
     .says = "do not overlap: they lie 2206 km apart"},
    {"pairs_agree", "a.csv",
     "id,provider,lon,lat,Sweref99X,Sweref99Y\na,P,15.0886,59.5870,6605850,505000\n",
     .says = "lon and Sweref99Y differ by", .ids = "a:P"},
    {"pairs_disagree", "a.csv",
     "id,provider,lon,lat,Sweref99X,Sweref99Y\na,P,15.0886,59.5820,6608000,505000\n",
     .status = WS_BAD_DATA, .says = "choose with --field offices.x=COLUMN"},
    {"latin_1_is_reported", "a.csv", HEAD "a,L\xE4nk,15.1,59.55\n", .says = "not UTF-8",
     .ids = "a:Länk"},
    {"byte_order_mark_and_cr_cr_lf", "a.csv",
     "\xEF\xBB\xBFid,provider,lon,lat\r\r\na,P,15.1,59.55\r\r\n", .ids = "a:P"},
    {"utf_16", "a.csv", "\xFF\xFEi", .status = WS_BAD_DATA, .says = "UTF-16"},
    {"ragged_row", "a.csv", HEAD "a,P,15.1\n", .status = WS_BAD_DATA,
     .says = "line 2: 3 cells; the header has 4"},
    {"newline_in_quotes", "a.csv", HEAD "a,\"P\nQ\",15.1,59.55\nb,P,15.1,x\n",
     .status = WS_BAD_DATA, .says = "line 4 (b): lat is x"},
    {"open_quote", "a.csv", HEAD "a,\"P,15.1,59.55\n", .status = WS_BAD_DATA, .says = "quote"},
    {"header_only", "a.csv", HEAD, .status = WS_BAD_DATA, .says = "has a header line and no rows"},
    {"leading_zero_stays", "a.csv", HEAD "007,P,15.1,59.55\n", .ids = "007:P"},
    {"valid_on_the_first_day", "a.csv",
     "id,provider,lon,lat,valid_from,valid_to\n"
     "a,P,15.1,59.55,2020-03-30,2020-04-01\n",
     .as_of = "2020-03-30", .ids = "a:P"},
    {"not_valid_on_the_last_day", "a.csv",
     "id,provider,lon,lat,valid_from,valid_to\n"
     "a,P,15.1,59.55,2020-03-30,2020-04-01\nb,P,15.1,59.55,,\n",
     .as_of = "2020-04-01", .ids = "b:P"},
    {"month_is_its_first_day", "a.csv",
     "id,provider,lon,lat,giltig_från\n"
     "a,P,15.1,59.55,2020-05\nb,P,15.1,59.55,2020-04\n",
     .as_of = "2020-04-30", .ids = "b:P"},
    {"one_id_in_two_periods", "a.csv",
     "id,provider,lon,lat,valid_from,valid_to\n"
     "a,P,15.1,59.55,,2020-04-01\na,Q,15.1,59.55,2020-04-01,\n",
     .as_of = "2020-04-01", .ids = "a:Q"},
    {"known_later", "a.csv",
     "id,provider,lon,lat,known\na,P,15.1,59.55,2020-05-01\n"
     "b,P,15.1,59.55,2020-03-01\n",
     .known_on = "2020-04-01", .ids = "b:P"},
    {"ends_before_it_begins", "a.csv",
     "id,provider,lon,lat,valid_from,valid_to\n"
     "a,P,15.1,59.55,2020-03-30,2020-03-30\n",
     .status = WS_BAD_DATA, .says = "is not after"},
    {"date_of_unknown_order", "a.csv", "id,provider,lon,lat,valid_from\na,P,15.1,59.55,01/02/18\n",
     .status = WS_BAD_DATA, .says = "expected YYYY-MM-DD"},
    {"of_the_scheme", "a.csv",
     "id,provider,lon,lat,scheme\na,P,15.1,59.55,KROM\nb,P,15.1,59.55,STOM\n", .scheme = "krom",
     .ids = "a:P"},
    {"of_no_scheme_there_is", "a.csv",
     "id,provider,lon,lat,scheme\na,P,15.1,59.55,KROM\nb,P,15.1,59.55,STOM\n", .scheme = "Krmo",
     .status = WS_BAD_DATA, .says = "no row is of scheme Krmo (--scheme); scheme has KROM, STOM"},
    {"of_the_scheme_on_another_day", "a.csv",
     "id,provider,lon,lat,scheme,valid_from\na,P,15.1,59.55,KROM,2020-03-30\n"
     "b,P,15.1,59.55,STOM,\n",
     .scheme = "KROM", .as_of = "2019-01-01", .says = "no office takes part", .ids = ""},
    {"no_scheme_column", "a.csv", HEAD "a,P,15.1,59.55\n", .scheme = "KROM", .status = WS_BAD_DATA,
     .says = "offices.scheme"},
    {"eligible", "a.csv", "id,provider,lon,lat,status\na,P,15.1,59.55,open\nb,P,15.1,59.55,shut\n",
     .eligible = "status = 'open'", .ids = "a:P"},
    {"nobody_is_eligible", "a.csv", "id,provider,lon,lat,status\na,P,15.1,59.55,open\n",
     .eligible = "status = 'shut'", .status = WS_BAD_DATA, .says = "no office fits --eligible"},
    {"nobody_on_the_day", "a.csv", "id,provider,lon,lat,valid_from\na,P,15.1,59.55,2020-03-30\n",
     .as_of = "2019-01-01", .says = "no office takes part", .ids = ""},
    {"one_row_swapped", "a.csv", HEAD "a,P,15.1,59.55\nb,P,59.55,15.1\n", .status = WS_BAD_DATA,
     .says = "line 3: lon 59.55 and lat 15.1 look swapped"},
    {"bare_xy_swapped", "a.csv", "id,provider,x,y\na,P,6605000,505000\n", .status = WS_BAD_DATA,
     .says = "use --field offices.x=y --field offices.y=x"},
    {"bare_xy_of_two_systems", "a.csv",
     "id,provider,x,y\na,P,505000,6605000\nb,P,1455000,6605000\n", .status = WS_BAD_DATA,
     .says = "SWEREF 99 TM in line 2 (505000 6605000), RT 90 in line 3"},
    {"local_zone_by_range", "a.csv", "id,provider,x,y\na,P,150000,6605000\n", .status = WS_BAD_DATA,
     .says = "near the municipalities: EPSG:"},
    {"metres_stated_beside_degrees", "a.csv", HEAD "a,P,15.1,59.55\n", .crs = "EPSG:3006",
     .status = WS_BAD_OPTION, .says = "--crs offices=EPSG:3006 and the columns lon and lat"},
    {"rt90_beside_sweref", "a.csv",
     "id,provider,Sweref99X,Sweref99Y\na,P,6605000,505000\n"
     "b,P,6605000,1455000\n",
     .status = WS_BAD_DATA,
     .says = "Sweref99Y 1455000 and Sweref99X 6605000 are coordinates of RT 90"},
    {"the_other_pair_serves", "a.csv",
     "id,provider,lon,lat,Sweref99X,Sweref99Y\na,P,15.1,59.55,,\nb,P,,,6605850,505000\n",
     .says = "lon and lat are blank or zero", .ids = "a:P b:P"},
    {"degrees_and_minutes", "a.csv", HEAD "a,P,15°06.1',59°33.2'\n", .status = WS_BAD_DATA,
     .says = "lon is 15°06.1'"},
    {"nan_is_no_place", "a.csv", HEAD "a,P,nan,NaN\nb,P,15.1,59.55\n",
     .says = "the office has no place", .ids = "b:P"},
    {"no_place_at_all", "a.geojson",
     LAYER(SWEREF, FEATURE("\"id\":\"a\",\"provider\":\"P\"", "null")), .status = WS_BAD_DATA,
     .says = "no office has a place; 1 row left out"},
    {"contract", "a.csv", "id,provider,omrade,lon,lat\na,P,Dalarna,15.1,59.55\nb,P,Dalarna,,\n",
     .says = "an area (Dalarna) and no place: a contract", .ids = "a:P"},
    {"only_contracts", "a.csv", "id,provider,leveransområde\nb,P,Dalarna\n", .status = WS_BAD_DATA,
     .says = "no place are contracts"},
    {"providers_alike", "a.csv", HEAD "a,Alfa AB,15.1,59.55\nb,ÁLFA,15.1,59.55\n",
     .says = "providers \"Alfa AB\" and \"ÁLFA\" look like one", .ids = "a:Alfa AB b:ÁLFA"},
    {"twins_without_id", "a.csv", "provider,lon,lat\nP,15.1,59.55\nP,15.1,59.55\n",
     .says = "stands twice, also as line 2", .ids = "1:P 2:P"},
    {"neighbours_without_id", "a.csv", "provider,namn,lon,lat\nP,A,15.1,59.55\nP,B,15.1,59.55\n",
     .ids = "1:P 2:P"},
    {"id_that_became_a_date", "a.csv", HEAD "7-1,P,15.1,59.55\nmar-20,P,15.1,59.55\n",
     .status = WS_BAD_DATA, .says = "line 3: id mar-20"},
    {"ids_of_one_shape", "a.csv", HEAD "maj-10,P,15.1,59.55\nmaj-11,P,15.1,59.55\n",
     .ids = "maj-10:P maj-11:P"},
    {"end_and_no_day", "a.csv", "id,provider,lon,lat,valid_to\na,P,15.1,59.55,2020-03-30\n",
     .says = "1 row has an end (valid_to)", .ids = "a:P"},
    {"later_knowledge_wins", "a.csv",
     "id,provider,lon,lat,known,valid_to\na,P,15.1,59.55,2020-01-01,\n"
     "b,P,15.1,59.55,2020-01-01,\na,P,15.1,59.55,2020-05-01,2020-04-01\n",
     .as_of = "2020-06-01", .known_on = "2020-05-01", .ids = "b:P"},
    {"earlier_knowledge_held_then", "a.csv",
     "id,provider,lon,lat,known,valid_to\na,P,15.1,59.55,2020-01-01,\n"
     "b,P,15.1,59.55,2020-01-01,\na,P,15.1,59.55,2020-05-01,2020-04-01\n",
     .as_of = "2020-06-01", .known_on = "2020-04-30", .ids = "a:P b:P"},
    {"one_day_told_twice", "a.csv",
     "id,provider,lon,lat,known\na,P,15.1,59.55,2020-01-01\na,Q,15.1,59.55,2020-01-01\n",
     .status = WS_BAD_DATA, .says = "line 3: a from the beginning, known 2020-01-01, is also told"},
    {"closed_to_new", "a.csv",
     "id,provider,lon,lat,tar_emot_nya\na,P,15.1,59.55,Nej\nb,P,15.1,59.55,Ja\n",
     .says = "1 office takes nobody new (tar_emot_nya)", .ids = "a:P b:P"},
    {"closed_to_new_takes_people_no_more", "a.csv",
     "id,provider,lon,lat,tar_emot_nya\na,P,15.1,59.55,Nej\nb,P,15.1,59.55,Ja\n",
     .is_effective = true, .says = "1 office takes nobody new (tar_emot_nya)", .ids = "b:P"},
    {"shut_is_no", "a.csv",
     "id,provider,lon,lat,accepts_new\na,P,15.1,59.55,St\xc3\xa4ngt\nb,P,15.1,59.55,open\n",
     .is_effective = true, .says = "1 office takes nobody new (accepts_new)", .ids = "b:P"},
    {"a_word_nobody_understands", "a.csv",
     "id,provider,lon,lat,accepts_new\na,P,15.1,59.55,Nej\nb,P,15.1,59.55,kanske\n",
     .status = WS_BAD_DATA, .says = "line 3 (b): accepts_new is kanske; expected yes or no"},
    {"a_word_about_closing_that_nobody_understands", "a.csv",
     "id,provider,lon,lat,closed_to_new\na,P,15.1,59.55,2020-04-01\n", .status = WS_BAD_DATA,
     .says = "line 2 (a): closed_to_new is 2020-04-01; expected yes or no"},
    {"closed_says_closed", "a.csv",
     "id,provider,lon,lat,closed_to_new\na,P,15.1,59.55,closed\nb,P,15.1,59.55,\xc3\x96ppen\n",
     .is_effective = true, .says = "1 office takes nobody new (closed_to_new)", .ids = "b:P"},
    {"row_e2_not_receiving_is_nominal", "a.csv",
     "id,provider,lon,lat,status\na,P,15.1,59.55,approved_not_receiving\nb,P,15.1,59.55,open\n",
     .says = "1 office is approved and receives nobody (status)", .ids = "a:P b:P"},
    {"row_e2_not_receiving_is_not_effective", "a.csv",
     "id,provider,lon,lat,status\na,P,15.1,59.55,approved_not_receiving\nb,P,15.1,59.55,open\n",
     .is_effective = true, .says = "1 office is approved and receives nobody (status)",
     .ids = "b:P"},
    {"row_b14_refused_is_never_coverage", "a.csv",
     "id,provider,lon,lat,status\na,P,15.1,59.55,Refused\nb,P,15.1,59.55,Godk\xc3\xa4nd\n",
     .says = "1 office applied, refused or withdrawn (status)", .ids = "b:P"},
    {"status_ended", "a.csv",
     "id,provider,lon,lat,status\na,P,15.1,59.55,avslutad\nb,P,15.1,59.55,\n",
     .says = "1 office ended (status)", .ids = "b:P"},
    {"status_without_sense_is_told", "a.csv",
     "id,provider,lon,lat,status\na,P,15.1,59.55,blue\nb,P,15.1,59.55,blue\n",
     .says = "status of 2 rows is no state (blue)", .ids = "a:P b:P"},
    {"row_b6_joins_on_a_day_of_the_month", "a.csv",
     "id,provider,lon,lat,valid_from\na,P,15.1,59.55,2020-03-30\nb,Q,15.1,59.55,2020-04-15\n",
     .as_of = "2020-04-15", .ids = "a:P b:Q"},
    {"row_b6_not_before_that_day", "a.csv",
     "id,provider,lon,lat,valid_from\na,P,15.1,59.55,2020-03-30\nb,Q,15.1,59.55,2020-04-15\n",
     .as_of = "2020-04-14", .ids = "a:P"},
    {"filter_of_no_sense", "a.csv", HEAD "a,P,15.1,59.55\n", .eligible = "status = open =",
     .status = WS_BAD_OPTION, .says = "filter cannot be used: --eligible=status = open ="},
    {"filter_without_quotes", "a.csv", HEAD "a,P,15.1,59.55\n", .eligible = "id=a",
     .status = WS_BAD_OPTION, .says = "--eligible=id=a; a text stands in single quotes"},
    {"filter_on_no_column", "a.csv", HEAD "a,P,15.1,59.55\n", .eligible = "colour = 'red'",
     .status = WS_BAD_OPTION, .says = "filter cannot be used"},
};

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static void test_small(void **state)
{
    const struct small *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    struct offices offices = {0};
    struct dated dated = {.is_effective = row->is_effective};
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    struct ws_source source = fixture_text(&fix, row->file, row->text);
    source_fields(&source, or_empty(row->fields));
    snprintf(source.crs, sizeof source.crs, "%s", or_empty(row->crs));
    snprintf(dated.as_of, sizeof dated.as_of, "%s", or_empty(row->as_of));
    snprintf(dated.known_on, sizeof dated.known_on, "%s", or_empty(row->known_on));
    snprintf(dated.scheme, sizeof dated.scheme, "%s", or_empty(row->scheme));
    enum ws_status st = io_read_offices(&offices, fix.io, &source, &dated, or_empty(row->eligible),
                                        &zones, &fix.err);
    assert_status(&fix, st, row->status);
    if (st) {
        assert_says(&fix, row->says);
        assert_int_equal(offices.points.count, 0);
    } else {
        assert_true(row->says ? was_warned(&fix, row->says) : fix.warnings.count == 0);
        char ids[128] = "";
        for (uint32_t i = 0; i < offices.points.count; i++) {
            size_t used = strlen(ids);
            snprintf(ids + used, sizeof ids - used, "%s%s:%s", i ? " " : "", offices.id[i],
                     offices.provider[offices.points.group[i]]);
            assert_true(fabs(offices.points.x_m[i] - 505000) < 20000);
            assert_true(fabs(offices.points.y_m[i] - 6605000) < 10000);
        }
        assert_string_equal(ids, row->ids);
    }
    offices_release(&offices);
    zones_release(&zones);
    fixture_close(&fix);
}

/* Columns are kept, in the order of the offices, with their type. */
static void test_columns(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones zones = {0};
    struct offices offices = {0};
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    struct ws_source source = fixture_text(
        &fix, "a.geojson",
        LAYER(SWEREF,
              FEATURE("\"id\":\"b\",\"provider\":\"P\",\"n\":2,\"r\":0.5",
                      POINT(505000, 6605000)) "," FEATURE("\"id\":\"a\",\"provider\":\"P\",\"n\":"
                                                          "null,\"r\":null,\"w\":\"x\"",
                                                          POINT(506000, 6605000))));
    assert_status(&fix, io_read_offices(&offices, fix.io, &source, &ALWAYS, "", &zones, &fix.err),
                  WS_OK);
    assert_int_equal(offices.column_count, 5);
    assert_string_equal(offices.columns[2].name, "n");
    assert_int_equal(offices.columns[2].type, COLUMN_WHOLE);
    assert_true(offices.columns[2].whole[0] == COLUMN_WHOLE_NULL);
    assert_int_equal(offices.columns[2].whole[1], 2);
    assert_true(isnan(offices.columns[3].real[0]));
    assert_true(offices.columns[3].real[1] == 0.5);
    assert_string_equal(offices.columns[4].text[0], "x");
    assert_null(offices.columns[4].text[1]);
    offices_release(&offices);
    zones_release(&zones);
    fixture_close(&fix);
}

int main(void)
{
    enum { REAL_COUNT = sizeof REAL / sizeof *REAL, SMALL_COUNT = sizeof SMALL / sizeof *SMALL };
    struct CMUnitTest tests[REAL_COUNT + SMALL_COUNT + 1];
    size_t count = 0;
    for (size_t i = 0; i < REAL_COUNT; i++)
        tests[count++] = (struct CMUnitTest){REAL[i].name, test_real, NULL, NULL, (void *)&REAL[i]};
    for (size_t i = 0; i < SMALL_COUNT; i++)
        tests[count++] =
            (struct CMUnitTest){SMALL[i].name, test_small, NULL, NULL, (void *)&SMALL[i]};
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_columns);
    return _cmocka_run_group_tests("io_read_offices", tests, count, NULL, NULL);
}
