#include "make-fixtures.h"

#include <assert.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <string.h>

enum { STOM, KROM };
enum special { IN_TOWN, HARBOUR, REMOTE, STRAY, BORDER, EXIT, SAME_AS_LAST };

static const char *const PROVIDERS[] = {
    NULL,
    "Norrjobb AB",
    "Stegvis Matchning AB",
    "Arbetsbron",
    "Kompassen Karriär AB",
    "Vägval Omställning AB",
    "Nästa Kliv AB",
    "Handslaget ekonomisk förening",
    "Jobbverkstan i Norrmark",
    "Lyftet AB",
};

/* provider 0: the town's municipality itself, which applied and was refused.
 * east_m, north_m: from the town's centre. */
static const struct office {
    uint8_t town, provider, scheme;
    enum special special;
    int16_t east_m, north_m;
    const char *from, *to;
    bool is_closed_to_new;
    const char *label;
} OFFICES[] = {
    {1, 1, KROM, IN_TOWN, 150, 80, "2020-03-30", "", false, "Centrum"},
    {1, 1, KROM, IN_TOWN, -1500, 900, "2020-03-30", "", false, "Väster"},
    {1, 2, KROM, IN_TOWN, 350, -300, "2020-03-30", "", false, "Centrum"},
    {1, 2, KROM, IN_TOWN, 1700, 700, "2020-04-01", "", false, "Öster"},
    {1, 3, KROM, IN_TOWN, -250, 420, "2020-03-30", "", false, "Kyrkogatan"},
    {1, 4, KROM, IN_TOWN, 600, 150, "2020-03-30", "", true, "Storgatan"},
    {1, 5, KROM, IN_TOWN, -700, -650, "2020-03-30", "", false, "Söder"},
    {1, 6, KROM, IN_TOWN, 100, 900, "2020-03-30", "2021-01-01", false, "Norr"},
    {1, 7, KROM, IN_TOWN, -420, -80, "2020-03-30", "", false, "Torget"},
    {1, 8, KROM, IN_TOWN, 900, -1200, "2020-03-30", "", false, "Verkstaden"},
    {1, 8, KROM, EXIT, 0, 0, "2020-03-30", "", false, "Slingan"},
    {2, 1, KROM, IN_TOWN, 100, 100, "2020-03-30", "", false, "Centrum"},
    {2, 2, KROM, IN_TOWN, -300, 250, "2020-03-30", "", false, "Torget"},
    {2, 2, KROM, IN_TOWN, 900, -700, "2020-03-30", "", false, "Industrigatan"},
    {2, 3, KROM, IN_TOWN, 420, 300, "2020-03-30", "", false, "Kyrkogatan"},
    {2, 4, KROM, IN_TOWN, -650, -350, "2020-03-30", "", false, "Söder"},
    {2, 5, KROM, IN_TOWN, 250, -450, "2020-03-30", "2020-06-01", false, "Storgatan"},
    {2, 6, KROM, IN_TOWN, -150, 800, "2020-04-15", "", false, "Norr"},
    {3, 1, KROM, IN_TOWN, 120, 60, "2020-03-30", "", false, "Centrum"},
    {3, 3, KROM, HARBOUR, 0, 0, "2020-03-30", "", false, "Fjordhamnen"},
    {3, 7, KROM, IN_TOWN, -350, 200, "2020-03-30", "", false, "Torget"},
    {4, 2, KROM, IN_TOWN, 80, -150, "2020-03-30", "", false, "Centrum"},
    {4, 4, KROM, IN_TOWN, -300, 120, "2020-03-30", "", false, "Storgatan"},
    {4, 5, KROM, STRAY, 0, 0, "2020-03-30", "", false, "Skogsbrynet"},
    {4, 0, KROM, IN_TOWN, 200, 260, "2020-03-30", "", false, "Arbetsmarknadsenheten"},
    {5, 1, KROM, IN_TOWN, 60, 90, "2020-03-30", "", false, "Centrum"},
    {5, 5, KROM, IN_TOWN, -280, -160, "2020-03-30", "", true, "Storgatan"},
    {6, 2, KROM, IN_TOWN, 140, 40, "2020-03-30", "", false, "Sjögatan"},
    {6, 6, KROM, SAME_AS_LAST, 0, 0, "2020-03-30", "", false, "Sjögatan"},
    {7, 4, KROM, IN_TOWN, 90, 120, "2020-03-30", "", false, "Centrum"},
    {7, 4, KROM, IN_TOWN, -420, -260, "2020-03-30", "", false, "Stationen"},
    {7, 9, KROM, BORDER, 0, 0, "2020-03-30", "", false, "Gränsen"},
    {8, 7, KROM, IN_TOWN, 70, 50, "2020-03-30", "2020-04-15", false, "Centrum"},
    {8, 8, KROM, REMOTE, 0, 0, "2020-03-30", "", false, "Skogsgården"},
    {9, 1, KROM, IN_TOWN, 110, 80, "2020-03-30", "", false, "Centrum"},
    {10, 9, KROM, IN_TOWN, 60, 100, "2020-05-01", "", false, "Centrum"},
    {1, 1, STOM, IN_TOWN, 520, -90, "2019-02-01", "2020-03-30", false, "Gamla kontoret"},
    {1, 3, STOM, IN_TOWN, -120, -380, "2019-02-01", "2020-03-30", false, "Gamla kontoret"},
    {2, 2, STOM, IN_TOWN, 330, 60, "2019-02-01", "2020-03-30", false, "Gamla kontoret"},
    {4, 2, STOM, IN_TOWN, -90, 230, "2019-02-01", "2020-03-30", false, "Gamla kontoret"},
    {10, 3, STOM, IN_TOWN, -150, 70, "2019-02-01", "2020-03-30", false, "Gamla kontoret"},
    {11, 1, STOM, IN_TOWN, 50, 60, "2019-02-01", "2020-03-30", false, "Gamla kontoret"},
    {12, 2, STOM, IN_TOWN, 70, -60, "2019-02-01", "2020-02-01", false, "Gamla kontoret"},
};
enum { OFFICE_COUNT = sizeof OFFICES / sizeof OFFICES[0] };

static struct xy beside_road(const struct world *world, struct xy at)
{
    struct xy vertex = at;
    enum road_class class_id;
    bool is_found = roads_nearest(&world->roads, at, 3000, &vertex, &class_id);
    assert(is_found);
    (void)is_found;
    return (struct xy){vertex.x + 14, vertex.y - 11};
}

static struct xy place(const struct world *world, const struct office *office, struct xy last)
{
    struct xy at = world->towns[office->town - 1].centre;
    at.x += office->east_m;
    at.y += office->north_m;
    switch (office->special) {
    case IN_TOWN:
        return beside_road(world, at);
    case HARBOUR:
        return beside_road(world, plane_km(98.9, 74.0));
    case REMOTE:
        return world->remote_office;
    case STRAY:
        return world->stray_office;
    case BORDER:
        return (struct xy){world->border_office.x + 8, world->border_office.y};
    case EXIT:
        return (struct xy){world->exit_office.x + 9, world->exit_office.y + 7};
    case SAME_AS_LAST:
        break;
    }
    return last;
}

static OGRCoordinateTransformationH to_degrees(void)
{
    OGRSpatialReferenceH from = OSRNewSpatialReference(NULL), to = OSRNewSpatialReference(NULL);
    OGRCoordinateTransformationH transform = NULL;
    if (OSRImportFromEPSG(from, 3006) == OGRERR_NONE &&
        OSRImportFromEPSG(to, 4326) == OGRERR_NONE) {
        OSRSetAxisMappingStrategy(from, OAMS_TRADITIONAL_GIS_ORDER);
        OSRSetAxisMappingStrategy(to, OAMS_TRADITIONAL_GIS_ORDER);
        transform = OCTNewCoordinateTransformation(from, to);
    }
    OSRDestroySpatialReference(from);
    OSRDestroySpatialReference(to);
    return transform;
}

static void print_office(FILE *file, const struct world *world, uint32_t index, double lon,
                         double lat)
{
    const struct office *office = &OFFICES[index];
    const struct town *town = &world->towns[office->town - 1];
    char applicant[64];
    snprintf(applicant, sizeof applicant, "%s kommun", town->name);
    const char *provider = office->provider ? PROVIDERS[office->provider] : applicant;
    const char *type = office->provider == 0                            ? "kommun"
                       : office->provider == 3 || office->provider >= 7 ? "ideell"
                                                                        : "privat";
    if (office->provider == 9)
        type = "privat";
    bool is_outside = office->special == BORDER;
    fprintf(file, "K%02u,%s,%s %s,%.6f,%.6f,%s,%s,%s,%s,%s,%s,%s\n", index + 1, provider,
            town->name, office->label, lon, lat, office->from, office->to,
            office->is_closed_to_new ? "Nej" : "Ja", type, is_outside ? "" : town->code,
            office->provider ? "approved" : "refused", office->scheme == STOM ? "STOM" : "KROM");
}

bool write_offices(const struct world *world, const char *folder)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/kontor.csv", folder);
    FILE *file = fopen(path, "wb");
    OGRCoordinateTransformationH transform = to_degrees();
    bool is_good = file && transform;
    if (is_good)
        fprintf(file, "id,leverantor,namn,lon,lat,valid_from,valid_to,accepts_new,"
                      "provider_type,kommunkod,status,scheme\n");
    struct xy last = {0, 0};
    for (uint32_t i = 0; is_good && i < OFFICE_COUNT; i++) {
        last = place(world, &OFFICES[i], last);
        double x = last.x, y = last.y;
        is_good = OCTTransform(transform, 1, &x, &y, NULL);
        print_office(file, world, i, x, y);
    }
    if (transform)
        OCTDestroyCoordinateTransformation(transform);
    if (file && (ferror(file) | fclose(file)))
        is_good = false;
    return is_good;
}
