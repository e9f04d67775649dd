using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Errors;
using Npgsql;

namespace GenesysAttachments.Queue.Tests;

/// <summary>Where a queue's database is, as it is given and as the environment has it.</summary>
public sealed class AddressTests
{
    private static readonly Dictionary<string, string> Family = new()
    {
        ["PGHOST"] = "db1,db2", ["PGPORT"] = "6432", ["PGDATABASE"] = "queue", ["PGUSER"] = "worker", ["PGPASSWORD"] = "pa;ss'w\"ord", ["PGSSLMODE"] = "verify-full",
    };

    [Fact]
    public void What_is_not_given_is_as_the_database_s_own_tools_have_it()
    {
        var made = Read(new QueueAddress(Family.GetValueOrDefault));

        Assert.Equal(("db1,db2", 6432, "queue", "worker", "pa;ss'w\"ord", SslMode.VerifyFull), (made.Host, made.Port, made.Database, made.Username, made.Password, made.SslMode));
    }

    [Fact]
    public void What_is_given_wins_and_the_environment_s_password_is_for_the_environment_s_user()
    {
        var made = Read(new QueueAddress(Family.GetValueOrDefault) { Host = "db3", Port = 1, Database = "other", User = "adder", SslMode = "Require" });

        Assert.Equal(("db3", 1, "other", "adder", (string?)null, SslMode.Require), (made.Host, made.Port, made.Database, made.Username, made.Password, made.SslMode));
    }

    [Fact]
    public void A_whole_string_counts_where_nothing_else_is_given()
    {
        var all = new Dictionary<string, string>(Family) { [QueueAddress.Variable] = "Host=whole;Username=w" };

        Assert.Equal("whole", Read(new QueueAddress(all.GetValueOrDefault)).Host);
        Assert.Equal(("db1,db2", "adder"), (Read(new QueueAddress(all.GetValueOrDefault) { User = "adder" }).Host, Read(new QueueAddress(all.GetValueOrDefault) { User = "adder" }).Username));
    }

    [Theory]
    [InlineData("PGPORT", "54x", "PGPORT is '54x'")]
    [InlineData("PGPORT", "70000", "PGPORT is '70000'")]
    [InlineData("PGSSLMODE", "verify", "PGSSLMODE is 'verify'")]
    [InlineData("PGSSLMODE", "7", "PGSSLMODE is '7'")]
    [InlineData("PGHOST", "", "neither GENESYS_QUEUE_CONNECTIONSTRING nor PGHOST is set")]
    public void A_variable_that_cannot_be_meant_is_named(string name, string value, string words)
    {
        var refused = Assert.Throws<QueueException>(() => new QueueAddress(new Dictionary<string, string>(Family) { [name] = value }.GetValueOrDefault).ToConnectionString());

        Assert.Equal(QueueErrorIds.DatabaseRefused, refused.Id);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pa;ss", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hots=x;Password=geheim")]
    [InlineData("Username=x;Password=geheim")]
    [InlineData("Host=x;Password=ge;heim")]
    [InlineData("Host=x;Port=many;Password=geheim")]
    [InlineData("Host=x;Minimum Pool Size=9;Maximum Pool Size=3;Password=geheim")]
    [InlineData("Host=x;Target Session Attributes=sometimes;Password=geheim")]
    [InlineData("")]
    public async Task A_string_that_is_none_is_refused_without_repeating_it(string text)
    {
        var refused = await Assert.ThrowsAsync<QueueException>(() => QueueDatabase.OpenAsync(text, new QueueSchema()));

        Assert.Equal(QueueErrorIds.DatabaseRefused, refused.Id);
        Assert.DoesNotContain("heim", $"{refused}", StringComparison.Ordinal);
    }

    private static NpgsqlConnectionStringBuilder Read(QueueAddress address) => new(address.ToConnectionString());
}
