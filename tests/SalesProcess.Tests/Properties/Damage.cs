using System.Globalization;
using System.Text.Json.Nodes;

namespace SalesProcess.Tests.Properties;

/// <summary>Puts something else where something belongs, at one place of a definition.</summary>
internal static class Damage
{
    public static void Do(JsonObject definition, Random random)
    {
        var places = Places(definition).ToList();
        var (parent, key) = places[random.Next(places.Count)];
        if (parent is JsonObject map)
        {
            map[key] = Odd(random);
        }
        else
        {
            ((JsonArray)parent)[int.Parse(key, CultureInfo.InvariantCulture)] = Odd(random);
        }
    }

    private static IEnumerable<(JsonNode Parent, string Key)> Places(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(p => Places(p.Value).Prepend((map, p.Key))),
        JsonArray list => list.SelectMany((item, i) => Places(item).Prepend((list, i.ToString(CultureInfo.InvariantCulture)))),
        _ => [],
    };

    private static JsonNode? Odd(Random random) => random.Next(9) switch
    {
        0 => null,
        1 => true,
        2 => -1,
        3 => "",
        4 => "x1",
        5 => new JsonArray(),
        6 => new JsonObject(),
        7 => new JsonArray(1, "a", null),
        _ => new JsonObject { ["typeName"] = "Nonsense", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "nothing.here" } },
    };
}
