using System.Text.Json;
using System.Text.Json.Serialization;
using SalesProcess.Engine.Values;

namespace SalesProcess.Server.Api;

/// <summary>Any JSON value, as the engine holds it.</summary>
[JsonConverter(typeof(PlainConverter))]
internal sealed record Plain(object? Value);

/// <summary>JSON that is text already: a form's schema, a definition.</summary>
[JsonConverter(typeof(JsonTextConverter))]
internal sealed record JsonText(string Text);

internal sealed class PlainConverter : JsonConverter<Plain>
{
    public override Plain Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new Plain(ValueJson.FromElement(document.RootElement));
    }

    public override void Write(Utf8JsonWriter writer, Plain value, JsonSerializerOptions options) => ValueJson.Write(writer, value.Value);
}

internal sealed class JsonTextConverter : JsonConverter<JsonText>
{
    public override JsonText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new JsonText(document.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, JsonText value, JsonSerializerOptions options) => writer.WriteRawValue(value.Text, skipInputValidation: true);
}
