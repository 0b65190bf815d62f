using System.Text;
using System.Text.Json;

namespace SalesProcess.Engine.Definitions;

/// <summary>A place in a file, both counted from 1.</summary>
public sealed record Place(int Line, int Column);

/// <summary>Where the values of a JSON text stand, by JSON pointer. Read only when somebody asks, which is when something is wrong.</summary>
public sealed class JsonPlaces
{
    private readonly Lazy<Dictionary<string, Place>> _places;

    /// <param name="json">Text that is known to be JSON.</param>
    public JsonPlaces(string json) => _places = new Lazy<Dictionary<string, Place>>(() => Read(Encoding.UTF8.GetBytes(json)));

    /// <summary>The place of a value; the case of names does not matter. Null if there is no such value.</summary>
    public Place? Find(string pointer) => _places.Value.GetValueOrDefault(pointer);

    private static Dictionary<string, Place> Read(byte[] json)
    {
        var places = new Dictionary<string, Place>(StringComparer.OrdinalIgnoreCase);
        var reader = new Utf8JsonReader(json);
        var open = new Stack<(string Pointer, int Next)>();
        var name = "";
        var (line, start, counted) = (1, 0, 0);
        while (reader.Read())
        {
            for (; counted < (int)reader.TokenStartIndex; counted++)
            {
                if (json[counted] == (byte)'\n')
                {
                    (line, start) = (line + 1, counted + 1);
                }
            }

            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.GetString()!;
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    continue;
            }

            var pointer = "";
            if (open.TryPop(out var around))
            {
                // Within an array Next counts the elements; within an object it is -1.
                pointer = Below(around.Pointer, around.Next < 0 ? name : around.Next.ToString(System.Globalization.CultureInfo.InvariantCulture));
                open.Push(around.Next < 0 ? around : around with { Next = around.Next + 1 });
            }

            places.TryAdd(pointer, new Place(line, Encoding.UTF8.GetCharCount(json, start, (int)reader.TokenStartIndex - start) + 1));
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                open.Push((pointer, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
            }
        }

        return places;
    }

    /// <summary>The pointer of a member of a value.</summary>
    public static string Below(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
